// The surfaces of the published packages: accepts what is built, or with --check compares it with what is committed.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { releasedContract } from '../compatibility/released-contract.ts';
import { publishedPackagesOf } from '../package-manifest.ts';
import { openRepository } from '../repository.ts';
import { buildPackages } from '../tarballs/build-packages.ts';
import { surfaceProblems, type Surfaces } from './compare-surfaces.ts';
import { publishedEntriesOf } from './published-entries.ts';
import { surfaceOf } from './surface-of.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, released: { type: 'boolean', default: false } } });
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'compatibility/surface');
const repository = openRepository(root);
const entries = publishedPackagesOf(repository).flatMap(publishedEntriesOf);

await buildPackages();
const built: Surfaces = new Map(entries.map(({ surface, types }) => [surface, surfaceOf(join(root, types))]));

if (values.check) {
  const problems = surfaceProblems(committedSurfaces(), built);
  for (const problem of problems) console.log(problem);
  console.log(problems.length === 0
    ? `${built.size} surfaces are as committed`
    : 'Where the change is meant: run `npm run surface`, commit compatibility/surface with it, and add a changeset of the size that docs/compatibility.md gives it. Where it is not: the types have to go back.');
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of built) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  console.log(`wrote ${built.size} surfaces to compatibility/surface`);
  if (values.released) {
    const { file, text } = releasedContract(repository, built.get('provider/index.d.ts') ?? '');
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    console.log(`wrote ${file}: what the next contract is compared with`);
  }
}

function committedSurfaces(): Surfaces {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
