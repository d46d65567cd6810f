import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../tarballs/run-to-end.ts';
import { nodeVersion, platformPackage } from '../bootstrap/versions.mjs';

/** The oldest Node that we promise, the one we develop on, and the newest line. */
const versions: readonly string[] = ['22.18.0', nodeVersion, '26.9.0'];

/** A Node to try packages on. */
export interface TriedNode {
  readonly version: string;
  readonly path: string;
}

/** Fetches them from npm, without running a script. Where npm has none for this platform, it is the running one alone. */
export async function fetchNodes(folder: string): Promise<readonly TriedNode[]> {
  const name = platformPackage(process.platform, process.arch);
  if (name === undefined) return [{ version: process.versions.node, path: process.execPath }];
  const wanted = versions.map((version) => ({ version, alias: `node-${version.replaceAll('.', '-')}` }));
  await runToEnd('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...wanted.map(({ alias, version }) => `${alias}@npm:${name}@${version}`)], { cwd: folder, minutes: 4 });
  return wanted.map(({ version, alias }) => {
    const path = join(folder, 'node_modules', alias, 'bin/node');
    if (!existsSync(path)) throw new Error(`${name}@${version} holds no bin/node`);
    return { version, path };
  });
}
