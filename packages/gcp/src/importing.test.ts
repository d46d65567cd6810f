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

const isSdk = (url: string): boolean => /@google-cloud|google-auth-library|google-gax|gaxios|@aws-crypto/.test(url);

test('importing @carnet/gcp and making the provider loads no module of an SDK', async () => {
  const loaded = await modulesLoadedBy(`const { createGcp } = await import('@carnet/gcp'); createGcp()`);
  expect(loaded.some((url) => url.endsWith('/gcp/src/index.ts'))).toBe(true);
  expect(loaded.filter(isSdk)).toEqual([]);
});

test('importing @carnet/gcp/manifest loads no module of an SDK', async () => {
  const loaded = await modulesLoadedBy(`await import('@carnet/gcp/manifest')`);
  expect(loaded.some((url) => url.endsWith('/gcp/src/manifest.ts'))).toBe(true);
  expect(loaded.filter(isSdk)).toEqual([]);
});

test('the same list does show an SDK once one is imported', async () => {
  const loaded = await modulesLoadedBy(`await import('@google-cloud/secret-manager')`);
  expect(loaded.filter(isSdk).length).toBeGreaterThan(50);
});
