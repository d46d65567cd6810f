import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

// Hooks see every module that is resolved, imported or required, built-in loaders included.
const listModules = `
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) { (globalThis.loaded ??= []).push(url); return next(url, context); } });
`;

async function printedBy(code: string, hooks: string): Promise<unknown> {
  const argv = ['--no-warnings', '--conditions=carnet-source', `--import=data:text/javascript,${encodeURIComponent(hooks)}`, '--input-type=module', '--eval', code];
  const { stdout } = await run(process.execPath, argv, { cwd: import.meta.dirname });
  return JSON.parse(stdout);
}

async function modulesLoadedBy(code: string): Promise<string[]> {
  return await printedBy(`${code}; console.log(JSON.stringify(globalThis.loaded));`, listModules) as string[];
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

// An incomplete installation, a bundle that left it out.
const withoutSdk = `
  import { registerHooks } from 'node:module';
  registerHooks({ resolve(specifier, context, next) {
    if (/google-auth-library|@google-cloud/.test(specifier)) throw Object.assign(new Error('canary'), { code: 'ERR_MODULE_NOT_FOUND' });
    return next(specifier, context);
  } });
`;

test('an SDK that is not there is told as such, by each of its three users, and is no fault of the network', async () => {
  const codes = await printedBy(`
    import { createGcp, googleAuthClient } from '@carnet/gcp';
    const { SecretManagerClient } = await import('./secret-manager-client.ts');
    const transport = { agent: () => { throw new Error('Nothing is sent.'); } };
    const settings = { providerResourceName: 'projects/1/locations/global/workloadIdentityPools/carnet/providers/carnet' };
    const subjectToken = () => Promise.resolve('x');
    const context = { subjectToken, transport, clock: { now: Date.now }, observe() {}, session: new Map() };
    const store = createGcp().open({ method: 'workload-identity', identity: settings, store: { projectId: 'orders-project' } }, context);
    const end = async (call) => { try { await call(); return 'passed'; } catch (error) { return error.code + ' ' + error.message; } };
    console.log(JSON.stringify([
      await end(() => store.authenticate({})),
      await end(() => new SecretManagerClient({ host: 'secretmanager.googleapis.com', tokens: { fresh: {} }, transport }).run(() => Promise.resolve(), undefined)),
      await end(() => googleAuthClient({ identity: () => ({ kind: 'gcp', settings, transport, subjectToken }) }, 'x', { scopes: ['y'] })),
    ]));
  `, withoutSdk);
  expect(codes).toEqual(Array.from({ length: 3 }, () => 'PROVIDER_FAULT The Google SDK could not be loaded.'));
});
