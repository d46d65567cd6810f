import { writeFile } from 'node:fs/promises';
import { renderDocument } from './render-document.ts';

await writeFile(new URL('../../openapi.json', import.meta.url), renderDocument());
