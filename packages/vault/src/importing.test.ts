import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

// Hooks see every module that is resolved, imported or required, built-in loaders included.
const listModules = `
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) { (globalThis.loaded ??= []).push(url); return next(url, context); } });
`;

async function modulesLoadedBy(code: string): Promise<string[]> {
  const argv = ['--no-warnings', '--conditions=carnet-source', `--import=data:text/javascript,${encodeURIComponent(listModules)}`, '--input-type=module', '--eval', `${code}; console.log(JSON.stringify(globalThis.loaded));`];
  const { stdout } = await run(process.execPath, argv, { cwd: import.meta.dirname });
  return JSON.parse(stdout) as string[];
}

const packageOf = (url: string): string => /\/packages\/([\w-]+)\/src\//.exec(url)?.[1] ?? url;

test('B5 importing @carnet/vault and making the provider loads this package and the contract, and nothing else', async () => {
  const loaded = await modulesLoadedBy(`const { createVault } = await import('@carnet/vault'); createVault()`);
  expect(new Set(loaded.map(packageOf))).toEqual(new Set(['vault', 'provider']));
});

test('importing @carnet/vault/manifest loads no implementation', async () => {
  const loaded = await modulesLoadedBy(`await import('@carnet/vault/manifest')`);
  expect(loaded.some((url) => url.endsWith('/vault/src/manifest.ts'))).toBe(true);
  expect(loaded.filter((url) => /vault-store|vault-session|send-request/.test(url))).toEqual([]);
});
