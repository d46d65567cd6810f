import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { pinned } from './pinned-versions.ts';

const here = new URL('../', import.meta.url);

/**
 * Puts the template together: what stands in `template/`, the reference provider of the conformance kit as `src/`, our license, and
 * the versions of this workspace.
 *
 * @param target a folder, with a slash at its end; made where it is missing
 */
export function assembleTemplate(target: URL): void {
  cpSync(new URL('template/', here), target, { recursive: true });
  cpSync(new URL('../provider-testkit/src/reference/', here), new URL('src/', target), { recursive: true });
  cpSync(new URL('LICENSE', here), new URL('LICENSE', target));
  const manifest = new URL('package.json.template', target);
  writeFileSync(manifest, pinned(readFileSync(manifest, 'utf8')));
}
