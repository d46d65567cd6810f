// Packs what is published, looks at each tarball, installs them all in empty projects outside of the workspace, and uses them there.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { publishedPackagesOf } from '../package-manifest.ts';
import budgets from '../package-sizes.json' with { type: 'json' };
import { openRepository } from '../repository.ts';
import { publishedEntriesOf } from '../surface/published-entries.ts';
import { packAll } from '../tarballs/pack-all.ts';
import { sizeOf, sizeProblems } from '../tarballs/package-sizes.ts';
import { startRegistry } from '../tarballs/registry.ts';
import { runToEnd } from '../tarballs/run-to-end.ts';
import { tarballProblems } from '../tarballs/tarball-problems.ts';
import { openTarball } from '../tarballs/tarball.ts';
import { compileProblems } from './compile-entries.ts';
import { installPackages } from './empty-project.ts';
import { importProblems } from './import-entries.ts';
import { fetchNodes } from './node-versions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'carnet-empty-')));
let failed = 0;
const startedAt = performance.now();

try {
  process.exitCode = await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<number> {
  const packages = publishedPackagesOf(openRepository(root));
  const specifiers = packages.flatMap(publishedEntriesOf).map(({ specifier }) => specifier);
  const [paths, nodes] = await Promise.all([packAll(new URL('tarballs/', pathToFileURL(`${folder}/`))), fetchNodes(folder)]);
  const tarballs = new Map(await Promise.all([...paths].map(async ([name, path]) => [name, await openTarball(path)] as const)));

  const sizes = new Map([...tarballs].map(([name, tarball]) => [name, sizeOf(tarball)]));
  for (const [name, { packed, unpacked, dependencies }] of sizes) console.log(`${name.padEnd(26)} ${String(packed).padStart(8)} bytes packed ${String(unpacked).padStart(8)} unpacked ${String(dependencies).padStart(3)} dependencies`);
  report(`what is in ${tarballs.size} tarballs`, [...tarballs.values()].flatMap((tarball) => tarballProblems(tarball, [root, homedir()].filter((place) => place.length > 6))));
  report('their sizes', sizeProblems(sizes, budgets));

  const registry = await startRegistry(paths);
  const projects = await Promise.all((['npm', 'pnpm'] as const).map((manager) => installPackages(manager, [...paths.keys()], registry.url, folder)));
  report('installed with npm and with pnpm', []);

  for (const node of nodes) {
    const problems = await Promise.all(projects.map((project) => importProblems(project, node, specifiers)));
    report(`${specifiers.length} entries on Node ${node.version}, by import and by require()`, problems.flat());
  }
  for (const project of projects) report(`types under node16 and bundler, installed with ${project.manager}`, compileProblems(project, specifiers, '@carnet/provider'));
  report('commands', (await Promise.all(projects.flatMap((project) => commandsOf().map((command) => commandProblems(project, command))))).flat());
  await registry.close();
  return failed;
}

function report(what: string, problems: readonly string[]): void {
  console.log(`${problems.length === 0 ? 'pass' : 'FAIL'}  ${what}  (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  for (const problem of problems) console.log(`      ${problem}`);
  if (problems.length > 0) failed = 1;
}

function commandsOf(): readonly string[] {
  return publishedPackagesOf(openRepository(root)).flatMap(({ manifest }) => Object.keys(manifest.bin ?? {}));
}

async function commandProblems({ manager, folder: project }: { manager: string; folder: string }, command: string): Promise<readonly string[]> {
  try {
    await runToEnd(join(project, 'node_modules/.bin', command), ['--help'], { cwd: project, minutes: 1 });
    return [];
  } catch (error) {
    return [`${manager}: ${error instanceof Error ? error.message : 'failed'}`];
  }
}
