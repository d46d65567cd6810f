import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';

/** An empty folder that is gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'create-provider-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A small template: a name that is not its own yet, a dotted one, a file in folders, one named after the provider. */
export function smallTemplate(files: Readonly<Record<string, string>> = {
  'package.json.template': '{ "name": "carnet-provider-acme" }\n',
  '_gitignore': 'dist/\n',
  '_github/workflows/ci.yml': 'name: ci\n',
  'src/acme.ts': "export const createAcme = () => 'acme';\n",
}): URL {
  const folder = emptyFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return pathToFileURL(`${folder}/`);
}
