import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const packages = fileURLToPath(new URL('../../..', import.meta.url));
const installed = ['azure', 'cli', 'core', 'oidc-issuer', 'provider'];

/** A project outside of the repository with our packages installed. Removed when the test ends. */
export function projectWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'carnet-cli-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'node_modules/@carnet'), { recursive: true });
  for (const name of installed) symlinkSync(join(packages, name), join(folder, 'node_modules/@carnet', name));
  // Says what a configuration's module is, or Node warns.
  const all = { 'package.json': '{ "type": "module" }', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A configuration on the in-memory provider: the secrets of its store, and the variables as source text. */
export function memoryConfig(secrets: Readonly<Record<string, string>>, variables: Readonly<Record<string, object>>, more: string = ''): string {
  return `
import { defineConfig } from '@carnet/cli';
import { memoryProvider } from '@carnet/core/memory';

export default defineConfig({
  providers: [memoryProvider(${JSON.stringify(secrets)})],
  credentials: { store: { provider: 'memory', method: 'none' } },
  variables: ${JSON.stringify(variables)},
  ${more}
});
`;
}
