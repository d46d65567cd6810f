import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startLocalClouds } from '@carnet/local-clouds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBundle } from './build-bundle.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carnet-bundle-'));
  await buildBundle(pathToFileURL(`${folder}/`));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

test('one file is the command line', () => {
  expect(execFileSync(process.execPath, [join(folder, 'lib/main.js'), '--version'], { encoding: 'utf8', env: {} })).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([['azure', 'createAzure'], ['aws', 'createAws'], ['gcp', 'createGcp'], ['vault', 'createVault']])('a configuration finds @carnet/%s in it and loads no other provider, and importing one runs nothing', (id, factory) => {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { if (url.includes('/lib/')) loaded.push(url.split('/').at(-1)); return next(url, context); } });
    const { ${factory} } = await import('@carnet/${id}');
    const { createCarnet } = await import('@carnet/core');
    console.log(${factory}().manifest.id, typeof createCarnet, ...loaded);
  `;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8', env: {} })).toBe(`${id} function ${id}.js carnet.js\n`);
});

test('the proxy is a file of its own, too', () => {
  const program = "import { proxyTransport } from '@carnet/core/proxy'; console.log(typeof proxyTransport);";
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8', env: {} })).toBe('function\n');
});

test.each([['azure', 'createAzure'], ['aws', 'createAws'], ['gcp', 'createGcp']] as const)('@carnet/%s reads a secret from its one file', async (id, factory) => {
  await using clouds = await startLocalClouds();
  const sample = { azure: clouds.azure, aws: clouds.aws, gcp: clouds.google }[id].sampleCredential({ key: 'value of the key' });
  const program = `
    import { Agent } from 'node:https';
    import { connect } from 'node:tls';
    import { ${factory} } from '@carnet/${id}';
    import { createCarnet } from '@carnet/core';
    import { createTransport } from '@carnet/core/transport';
    const { port, ca, sample } = JSON.parse(process.env.INPUT);
    const agent = new Agent();
    agent.createConnection = ({ host }) => connect({ host: '127.0.0.1', port, ca, servername: host });
    const transport = createTransport({ agent: () => agent });
    const carnet = createCarnet({ providers: [${factory}()], credentials: { sample }, transport, fingerprintKey: new Uint8Array(32) });
    console.log((await carnet.read('sample', 'key')).secret.reveal());
    process.exit(0);
  `;
  const input = JSON.stringify({ port: clouds.port, ca: clouds.certificateAuthority, sample });
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, env: { INPUT: input } });
  expect(stdout).toBe('value of the key\n');
});

test('its bill of materials names what is inside, the dependency of an old vulnerability in a version without it', async () => {
  const { components } = JSON.parse(await readFile(join(folder, 'bill-of-materials.json'), 'utf8')) as { components: { name: string; version: string }[] };
  const names = components.map(({ name }) => name);
  const expected = [
    '@aws-sdk/client-secrets-manager', '@azure/identity', '@azure/keyvault-secrets', '@carnet/aws', '@carnet/azure', '@carnet/cli', '@carnet/gcp', '@google-cloud/secret-manager', 'commander',
  ];
  expect(names).toEqual(expect.arrayContaining(expected));
  expect(names).not.toContain('@carnet/local-clouds');
  expect(components.filter(({ name }) => name === '@azure/keyvault-common').map(({ version }) => version)).not.toContain('2.1.0');
});
