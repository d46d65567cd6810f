import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../tarballs/run-to-end.ts';

/** A project outside of the workspace that has nothing but our packages, by name and version. */
export interface EmptyProject {
  readonly manager: string;
  readonly folder: string;
}

/** What a user installs besides: the peer of the kit, and types. TypeScript itself is the workspace's. */
const beside = ['vitest@^5.1.1', '@types/node@^24.0.0'];

/** pnpm ends with an error where a dependency has a script that nobody decided on. A user decides as this README says, and on no other. */
const readme = new URL('../../packages/gcp/README.md', import.meta.url);

/** @param registry where our scope comes from; everything else comes from where it always does */
export async function installPackages(manager: 'npm' | 'pnpm', names: readonly string[], registry: string, parent: string): Promise<EmptyProject> {
  const folder = join(parent, manager);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name: `with-${manager}`, private: true, type: 'module' })}\n`);
  writeFileSync(join(folder, '.npmrc'), `@carnet:registry=${registry}\n`);
  if (manager === 'pnpm') writeFileSync(join(folder, 'pnpm-workspace.yaml'), /^```yaml\n(allowBuilds:\n[^`]+)```$/m.exec(readFileSync(readme, 'utf8'))?.[1] ?? '');
  const words = manager === 'npm' ? ['install', '--no-audit', '--no-fund', '--prefer-offline'] : ['add', '--prefer-offline'];
  await runToEnd(manager, [...words, ...names, ...beside], { cwd: folder, minutes: 4 });
  return { manager, folder };
}
