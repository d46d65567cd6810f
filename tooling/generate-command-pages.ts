import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandPageProblems } from './checks/command-pages.ts';
import { commandPagesFolder, renderCommandPages } from './command-pages.ts';
import { openRepository } from './repository.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = await renderCommandPages();

if (process.argv.includes('--check')) {
  const problems = commandPageProblems(pages, openRepository(root));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  rmSync(join(root, commandPagesFolder), { recursive: true, force: true });
  mkdirSync(join(root, commandPagesFolder), { recursive: true });
  for (const [file, text] of pages) writeFileSync(join(root, file), text);
  console.log(`${pages.size} pages in ${commandPagesFolder}`);
}
