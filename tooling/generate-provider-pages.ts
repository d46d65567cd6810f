import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { providerPageProblems } from './checks/provider-pages.ts';
import { providerPageMark, providerPagesFolder, readPublishedProviders, renderProviderPages } from './provider-pages.ts';
import { openRepository } from './repository.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const repository = openRepository(root);
const pages = await renderProviderPages(await readPublishedProviders());

if (process.argv.includes('--check')) {
  const problems = providerPageProblems(pages, repository);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  mkdirSync(join(root, providerPagesFolder), { recursive: true });
  for (const file of repository.files) {
    if (file.startsWith(`${providerPagesFolder}/`) && !pages.has(file) && repository.read(file).includes(providerPageMark)) rmSync(join(root, file));
  }
  for (const [file, text] of pages) writeFileSync(join(root, file), text);
  console.log(`${pages.size} pages in ${providerPagesFolder}`);
}
