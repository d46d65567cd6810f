import type { Check } from '../check-definition.ts';
import { publishedPackagesOf } from '../package-manifest.ts';

/** A release that leaves a peer's caret range breaks whoever is not released with it, and changesets no longer sees to that. */
export const peerReleases: Check = {
  name: 'peer-releases',
  purpose: 'a changeset that leaves the range of a peer releases the packages that name this peer',
  run(repository) {
    const published = publishedPackagesOf(repository);
    const changesets = repository.files.filter((file) => /^\.changeset\/(?!README)[^/]+\.md$/.test(file));
    const planned = new Map(changesets.flatMap((file) => [...bumpsOf(repository.read(file))]));
    const leaving = published.filter(({ manifest }) => leavesCaretRange(manifest.version ?? '', planned.get(manifest.name ?? '')));
    return leaving.flatMap(({ manifest: peer }) =>
      published
        .filter(({ manifest }) => manifest.peerDependencies?.[peer.name ?? ''] !== undefined && !planned.has(manifest.name ?? ''))
        .map(({ folder }) => `${folder}: needs a changeset, because the next ${peer.name} leaves the range of its peer dependency`));
  },
};

function* bumpsOf(changeset: string): Generator<[string, string]> {
  const [, header = ''] = changeset.split(/^---$/m);
  for (const [, name = '', bump = ''] of header.matchAll(/^['"](.+)['"]: (major|minor|patch)$/gm)) yield [name, bump];
}

function leavesCaretRange(version: string, bump: string | undefined): boolean {
  return bump === 'major' || (bump === 'minor' && version.startsWith('0.'));
}
