import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

const document = new URL('../../../apps/platform/openapi.json', import.meta.url);
const target = new URL('../src/generated/api.ts', import.meta.url);

/** The types of the platform's document. With `--check` nothing is written: it ends with 1 where they are not current. */
const types = astToString(await openapiTS(JSON.parse(await readFile(document, 'utf8')) as OpenAPI3, { alphabetize: true, exportType: true }));
const text = `// Made from apps/platform/openapi.json: node packages/client/generate/main.ts\n\n${types}`;

if (!process.argv.includes('--check')) await writeFile(target, text);
else if (await readFile(target, 'utf8') !== text) {
  process.stderr.write('packages/client/src/generated/api.ts is not current: run node packages/client/generate/main.ts\n');
  process.exitCode = 1;
}
