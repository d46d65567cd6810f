import { join } from 'node:path';
import type { Check } from '../check-definition.ts';
import { contractBreaks } from '../compatibility/contract-breaks.ts';
import { committedContract, type ReleasedContract } from '../compatibility/released-contract.ts';
import { publishedPackagesOf, type WorkspacePackage } from '../package-manifest.ts';
import type { Repository } from '../repository.ts';

const contractFolder = 'packages/provider';

/** A release that leaves a peer's caret range breaks whoever is not released with it, and changesets no longer sees to that. */
export const peerReleases: Check = {
  name: 'peer-releases',
  purpose: 'a changeset that leaves the range of a package releases those that depend on it, and a break of the contract has such a changeset',
  run: (repository) => peerReleaseProblems(repository, ({ text }) =>
    contractBreaks({ path: '/released/provider.d.ts', text }, { path: join(repository.root, contractFolder, 'src/index.ts') })),
};

/** @param breaksSince what of a released contract today's no longer keeps */
export function peerReleaseProblems(repository: Repository, breaksSince: (released: ReleasedContract) => readonly string[]): readonly string[] {
  const published = publishedPackagesOf(repository);
  const changesets = repository.files.filter((file) => /^\.changeset\/(?!README)[^/]+\.md$/.test(file));
  const planned = plannedBumps(changesets.map((file) => repository.read(file)));
  const leaving = published.filter(({ manifest }) => leavesCaretRange(manifest.version ?? '', planned.get(manifest.name ?? '')));
  return [...contractProblems(repository, published, planned, breaksSince), ...leaving.flatMap((peer) => forgotten(peer, published, planned))];
}

type Bump = 'major' | 'minor' | 'patch';
const sizes: readonly Bump[] = ['patch', 'minor', 'major'];

/** The largest planned bump of each package, as `changeset version` takes it. */
function plannedBumps(changesets: readonly string[]): ReadonlyMap<string, Bump> {
  const planned = new Map<string, Bump>();
  for (const [name, bump] of changesets.flatMap((text) => [...bumpsOf(text)])) {
    const before = planned.get(name);
    if (before === undefined || sizes.indexOf(bump) > sizes.indexOf(before)) planned.set(name, bump);
  }
  return planned;
}

function* bumpsOf(changeset: string): Generator<[string, Bump]> {
  const [, header = ''] = changeset.split(/^---$/m);
  for (const [, name = '', bump = ''] of header.matchAll(/^['"](.+)['"]: (major|minor|patch)$/gm)) yield [name, bump as Bump];
}

function leavesCaretRange(version: string, bump: Bump | undefined): boolean {
  return bump === 'major' || (bump === 'minor' && version.startsWith('0.'));
}

/** `changeset version` raises the range of a dependency by itself; a peer's it leaves to us. */
function forgotten(peer: WorkspacePackage, published: readonly WorkspacePackage[], planned: ReadonlyMap<string, Bump>): readonly string[] {
  const { name = '' } = peer.manifest;
  return published
    .filter(({ manifest }) => manifest.peerDependencies?.[name] !== undefined && !planned.has(manifest.name ?? ''))
    .map(({ folder }) => `${folder}: needs a changeset, because the next ${name} leaves the range of its peer dependency`);
}

function contractProblems(
  repository: Repository, published: readonly WorkspacePackage[], planned: ReadonlyMap<string, Bump>, breaksSince: (released: ReleasedContract) => readonly string[],
): readonly string[] {
  const contract = published.find(({ folder }) => folder === contractFolder);
  const released = committedContract(repository);
  if (contract === undefined || released === undefined) return [];
  const { name = '', version = '' } = contract.manifest;
  if (released.version !== version) return [`${released.file}: is of ${released.version}, and ${name} is at ${version}: run npm run surface -- --released with each release`];
  const breaks = breaksSince(released);
  if (breaks.length === 0) return [];
  const bump = version.startsWith('0.') ? 'minor' : 'major';
  const unplanned = published.filter(({ manifest }) => manifest.dependencies?.[name] !== undefined && !planned.has(manifest.name ?? ''));
  return [
    ...(leavesCaretRange(version, planned.get(name)) ? [] : [
      `${contractFolder}: breaks the contract of ${version}: add a changeset with a ${bump} of ${name}, or take the break back (docs/compatibility.md)`,
      ...breaks.map((each) => `  ${each}`),
    ]),
    ...unplanned.map(({ folder }) => `${folder}: needs a changeset, because the next ${name} breaks the contract that it depends on`),
  ];
}
