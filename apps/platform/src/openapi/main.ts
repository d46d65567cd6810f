import { readFile, writeFile } from 'node:fs/promises';
import { platformRoutes, type RouteParts } from '../server/platform-routes.ts';
import { openApiDocument } from './document.ts';

const file = new URL('../../openapi.json', import.meta.url);

/** Routes are made before anything of the platform runs: whatever they are made of is not there yet. */
function inertParts(): RouteParts {
  const inert: object = new Proxy({}, { get: () => inert });
  return inert as RouteParts;
}

/** Writes the document of the API; with `--check` nothing is written, and it ends with 1 where the file is not current. */
const text = `${JSON.stringify(openApiDocument(platformRoutes(inertParts())), null, 2)}\n`;
if (!process.argv.includes('--check')) await writeFile(file, text);
else if (await readFile(file, 'utf8') !== text) {
  process.stderr.write('apps/platform/openapi.json is not current: run node --conditions=carnet-source apps/platform/src/openapi/main.ts\n');
  process.exitCode = 1;
}
