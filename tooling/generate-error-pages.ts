import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorPageProblems } from './checks/error-pages.ts';
import { errorPagesFolder, readErrorTables, renderErrorPages } from './error-pages.ts';
import { openRepository } from './repository.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const tables = await readErrorTables();

if (process.argv.includes('--check')) {
  const problems = errorPageProblems(tables, openRepository(root));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  const pages = renderErrorPages(tables);
  rmSync(join(root, errorPagesFolder), { recursive: true, force: true });
  mkdirSync(join(root, errorPagesFolder), { recursive: true });
  for (const [file, text] of pages) writeFileSync(join(root, file), text);
  console.log(`${pages.size} pages in ${errorPagesFolder}`);
}
