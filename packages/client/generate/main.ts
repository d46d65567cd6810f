import { readFile, writeFile } from 'node:fs/promises';
import { renderTypes } from './render-types.ts';

const document = new URL('../../../apps/platform/openapi.json', import.meta.url);
const target = new URL('../src/generated/api.ts', import.meta.url);

await writeFile(target, await renderTypes(await readFile(document, 'utf8')));
