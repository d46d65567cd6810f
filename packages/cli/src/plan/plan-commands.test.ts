import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startLocalClouds, type LocalClouds } from '@carnet/local-clouds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carnet } from '../testing/carnet-process.ts';
import { memoryConfig, projectWith } from '../testing/workspace.ts';

const canary = 'canary-c80b51d2ee';
const secrets = { 'api-key': canary, database: JSON.stringify({ user: 'billing', password: canary }) };
const variables = {
  API_KEY: { credential: 'store', secret: 'api-key' },
  USER: { credential: 'store', secret: 'database#user' },
  PASSWORD: { credential: 'store', secret: { name: 'database', jsonKey: 'password', version: '1' }, encoding: 'base64' },
  ABSENT: { credential: 'store', secret: 'absent', optional: true },
  MODE: { value: canary },
};
const project = (): string => projectWith({ 'carnet.config.ts': memoryConfig(secrets, variables) });

describe('carnet plan', () => {
  it('shows variables, credential, reads after dedupe and calls, and no value', async () => {
    const { code, stdout, stderr } = await carnet(['plan', '--only', 'API_KEY,USER,ABSENT,MODE'], { cwd: project() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe([
      'variable  from               secret',
      'API_KEY   store              api-key',
      'USER      store              database#user',
      'ABSENT    store              absent         optional',
      'MODE      the configuration',
      '',
      'credential  provider  identity  reads  requests',
      'store       memory    none      3      3',
      '',
      '4 variables: 0 token exchanges, then 3 secrets in 3 requests. Nothing was sent.',
      '',
    ].join('\n'));
  });

  it('reads one secret once, whatever keys are asked of it, and another version apart', async () => {
    const { stdout } = await carnet(['plan', '--json', '--only', 'USER,PASSWORD'], { cwd: project() });
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      variables: [{ name: 'USER', reference: 'database#user' }, { name: 'PASSWORD', reference: 'database#password@1', encoding: 'base64' }],
      reads: [{ name: 'database', variables: ['USER'] }, { name: 'database', version: '1', variables: ['PASSWORD'] }],
      calls: { exchanges: 0, reads: 2 },
    });
    expect(stdout).not.toContain(canary);
  });

  it('counts a request for each batch of a store that has them', async () => {
    const cwd = projectWith({
      'carnet.config.ts': `
const store = { authenticate: async () => ({}), read: async () => { throw new Error(); }, readMany: async () => { throw new Error(); }, batchSize: 2 };
const manifest = { id: 'batched', title: 'Batched', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] };
export default {
  providers: [{ specificationVersion: 'v1', manifest, open: () => store }],
  credentials: { store: { provider: 'batched', method: 'none' } },
  variables: Object.fromEntries(['A', 'B', 'C', 'D', 'E'].map((name) => [name, { credential: 'store', secret: name }])),
};`,
    });
    const { stdout } = await carnet(['plan', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ credentials: [{ name: 'store', batchSize: 2, requests: 3 }], calls: { exchanges: 0, reads: 3 } });
  });

  it('is in colour where FORCE_COLOR asks for it, and elsewhere on a terminal alone', async () => {
    const cwd = project();
    expect((await carnet(['plan'], { cwd, environment: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[2mvariable');
    expect((await carnet(['plan'], { cwd })).stdout).not.toContain('\u001b');
    for (const args of [['plan', '--no-color'], ['--no-color', 'plan']]) expect(await carnet(args, { cwd, environment: { FORCE_COLOR: '1' } })).toMatchObject({ code: 0, stdout: expect.not.stringContaining('\u001b') as string, stderr: '' });
  });

  it('refuses what a run would refuse: a name that steers programs, unless it is left out', async () => {
    const cwd = projectWith({ 'carnet.config.ts': memoryConfig(secrets, { ...variables, LD_PRELOAD: { value: 'x.so' }, HTTPS_PROXY: { value: canary } }) });
    const { code, stdout, stderr } = await carnet(['plan'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("'LD_PRELOAD' is never set from a variable.");
    expect(stderr).not.toContain(canary);
    expect(await carnet(['plan', '--only', 'API_KEY'], { cwd })).toMatchObject({ code: 0 });
  });

  it('tells a name that nobody has with the one that was meant', async () => {
    const { code, stderr } = await carnet(['plan', '--only', 'API_KYE'], { cwd: project() });
    expect(code).toBe(3);
    expect(stderr).toContain("Did you mean 'API_KEY'?");
  });
});

describe('carnet explain', () => {
  it('says where a variable comes from', async () => {
    const { code, stdout, stderr } = await carnet(['explain', 'PASSWORD'], { cwd: project() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe([
      'PASSWORD',
      '  secret         database#password@1',
      '  in the store   database',
      '  rotation       one version is named: a newer one in the store is not read',
      '  besides        encoded as base64',
      '  configured in  carnet.config.ts',
      '',
      'Credential store',
      '  provider  memory',
      '  method    none (static)',
      '  writing   not allowed',
      '',
    ].join('\n'));
  });

  it('of a value that stands in the configuration does not show it', async () => {
    const { stdout } = await carnet(['explain', 'MODE'], { cwd: project() });
    expect(stdout).toContain('none: the value stands in the configuration');
    expect(stdout).not.toContain(canary);
    expect((await carnet(['explain', 'MODE', '--read'], { cwd: project() })).stdout).toBe(stdout);
  });

  it('of a secret in a file says so, names no encoding and reads its bytes as they are', async () => {
    const cwd = projectWith({ 'carnet.config.ts': memoryConfig({}, { KEY_FILE: { credential: 'store', secret: 'key', as: 'file' } }).replace('memoryProvider({})', 'memoryProvider({ key: new Uint8Array([0, 255]) })') });
    const { code, stdout } = await carnet(['explain', 'KEY_FILE', '--read'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('in a file, whose path the variable holds');
    expect(stdout).toMatch(/Read now\n {2}version {6}1\n/);
    expect(JSON.parse((await carnet(['explain', 'KEY_FILE', '--json'], { cwd })).stdout)).toMatchObject({ variable: { name: 'KEY_FILE', source: 'secret', reference: 'key', storeName: 'key', optional: false, as: 'file', allow: false } });
    expect((await carnet(['explain', 'KEY_FILE', '--json'], { cwd })).stdout).not.toContain('encoding');
  });

  it('with --read tells version and fingerprint, the ones of a run, and not the value', async () => {
    const cwd = project();
    const { stdout } = await carnet(['explain', 'API_KEY', '--read'], { cwd });
    expect(stdout).toMatch(/Read now\n {2}version {6}1\n {2}fingerprint {2}hmac:[0-9a-f]{12}\n/);
    expect(stdout).not.toContain(canary);
    expect((await carnet(['explain', 'ABSENT', '--read'], { cwd })).stdout).toContain('the store has no such secret');
  });

  it('of a name that nobody has suggests the one that was meant and ends with 3', async () => {
    const { code, stdout, stderr } = await carnet(['explain', 'API_KYE'], { cwd: project() });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain("Did you mean 'API_KEY'?");
  });
});

describe('with a workload identity', () => {
  let clouds: LocalClouds;
  let cwd: string;
  const tenantId = randomUUID();
  const clientId = randomUUID();
  beforeAll(async () => {
    clouds = await startLocalClouds();
    clouds.azure.vault({ name: 'orders', tenant: clouds.azure.tenant() });
  });
  afterAll(() => clouds.close());
  const config = fileURLToPath(new URL('../testing/local-azure.config.ts', import.meta.url));
  const inProject = async (...args: string[]): Promise<{ readonly code: number | null; readonly stdout: string }> => {
    // The file of the token is not even there.
    cwd = projectWith({ 'local-azure.json': JSON.stringify({ connection: clouds.connection, tenantId, clientId, vaultUrl: 'https://orders.vault.azure.net' }) });
    return await carnet([...args, '--config', config], { cwd });
  };

  it('plan counts one exchange and sends nothing', async () => {
    clouds.clearRequests();
    const { code, stdout } = await inProject('plan');
    expect(code).toBe(0);
    expect(stdout).toContain('identity    kind   audience\nproduction  azure  api://AzureADTokenExchange\n');
    expect(stdout).toContain('2 variables: 1 token exchange, then 2 secrets in 2 requests. Nothing was sent.');
    expect(clouds.requests).toEqual([]);
  });

  it('explain shows the way to the store, and sends nothing', async () => {
    clouds.clearRequests();
    const { stdout } = await inProject('explain', 'DATABASE_PASSWORD');
    for (const line of ['rotation       read fresh at every run', 'method    workload-identity (federated: no stored credential)', 'https://orders.vault.azure.net', tenantId, clientId, 'api://AzureADTokenExchange']) expect(stdout).toContain(line);
    expect(clouds.requests).toEqual([]);
  });
});
