import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSupport } from './provider-support/read-support.ts';
import { renderSupportPages } from './provider-support/support-pages.ts';
import { openRepository } from './repository.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = renderSupportPages(await readSupport(openRepository(root)));
for (const [file, text] of pages) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
console.log(`${pages.size} pages: ${[...pages.keys()].join(', ')}`);
