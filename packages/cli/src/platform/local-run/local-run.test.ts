import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { carnet } from '../../testing/carnet-process.ts';
import { providerPackage } from '../../testing/provider-package.ts';
import { problem, startScriptedPlatform, type ScriptedPlatform } from '../../testing/scripted-platform.ts';
import { projectWith } from '../../testing/workspace.ts';

const organization = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
const value = 'canary-value-of-the-run';

// Asks for a token, as every federated provider does, and shows it nowhere.
const store = `
const manifest = {
  id: 'acme', title: 'Acme', identity: { kind: 'acme', audience: 'urn:acme', schema: { type: 'object', properties: { tenant: { type: 'string' } } } },
  store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'workload-identity' }], refusedEnvironment: [],
};
export default () => ({ specificationVersion: 'v1', manifest, open: (connection, context) => ({
  authenticate: async () => ({}),
  read: async ({ name }, { signal }) => {
    const token = await context.subjectToken({ signal });
    if (token.split('.').length !== 3 || name !== 'api-key') throw new Error('no');
    return { bytes: new TextEncoder().encode('${value}'), version: '7' };
  },
}) });
`;

const part = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
const subjectToken = [part({ alg: 'RS256' }), part({ iss: 'https://issuer.example', sub: `organization:${organization}`, aud: 'urn:acme', exp: 4_102_444_800, iat: 1_700_000_000 }), 'c2lnbmF0dXJl'].join('.');
const localRun = {
  runId: organization, token: `carnet_run_${'r'.repeat(43)}`, expiresAt: '2030-01-01T00:00:00.000Z', automation: { id: organization, name: 'billing' }, command: ['true'], timeoutSeconds: 60,
  providers: [{ id: 'acme', package: 'carnet-provider-acme' }],
  workloadIdentities: { [organization]: { name: 'production', kind: 'acme', settings: { tenant: 'orders' }, version: 1, subject: `organization:${organization}` } },
  credentials: { [organization]: { name: 'orders', provider: 'acme', workloadIdentity: organization, store: {} } },
  variables: [{ name: 'API_KEY', allow: false, as: 'environment', encoding: 'utf8', path: 'workload-identity', credential: organization, reference: 'api-key', optional: false }],
  fingerprintKeys: { API_KEY: Buffer.alloc(32, 7).toString('base64') }, skipped: [{ name: 'MODE', reason: 'Direct values stay there.' }],
};

let platform: ScriptedPlatform;
beforeAll(async () => { platform = await startScriptedPlatform(); });
afterAll(() => platform[Symbol.asyncDispose]());
beforeEach(() => {
  platform.forget();
  platform.answer('post /v1/organizations/{organization}/automations/{automation}/local-runs', { status: 201, json: localRun });
  platform.answer('post /v1/local-runs/{run}/subject-tokens', { status: 201, json: { token: subjectToken, expiresAt: 4_102_444_800_000 } });
});

const run = async (files: Readonly<Record<string, string>>, script: string): ReturnType<typeof carnet> => await carnet(['run', '-a', organization, '--', process.execPath, '-e', script], {
  cwd: projectWith(files), environment: { CARNET_URL: platform.url, CARNET_TOKEN: `carnet_api_${'a'.repeat(43)}`, CARNET_ORG: organization },
});
const result = (): unknown => platform.requests.find(({ path }) => path.endsWith('/result'))?.body;

describe('story 3, with a platform: carnet run -a billing -- node app.js', () => {
  it("gives the command its variables, masks them, ends with the command's own code, and tells the platform fingerprints alone", async () => {
    const { code, stdout, stderr } = await run(providerPackage('carnet-provider-acme', store), "console.log(process.env.API_KEY, Object.keys(process.env).some((name) => name.startsWith('CARNET_'))); process.exit(23)");
    expect({ code, stdout }, stderr).toEqual({ code: 23, stdout: '*** false\n' });
    expect(stderr).toContain('MODE is not set here. Direct values stay there.');
    expect(result()).toMatchObject({ outcome: 'failed', exitCode: 23, variables: [{ name: 'API_KEY', version: '7', credential: organization, fingerprint: expect.stringMatching(/^hmac:[0-9a-f]{12}$/) as string }], lines: [expect.stringContaining('1 secret(s) resolved')] });
    expect(JSON.stringify(platform.requests)).not.toContain(value);
    const asking = platform.requests.find(({ path }) => path.endsWith('/subject-tokens'));
    expect(asking).toMatchObject({ headers: { authorization: `Bearer ${localRun.token}` }, body: { workloadIdentity: organization } });
    expect(stdout + stderr).not.toMatch(/carnet_(?:run|api)_|eyJ/);
  });

  it('says what to install where a provider is missing, and the platform that nothing ran', async () => {
    const { code, stderr } = await run({}, '');
    expect(code).toBe(125);
    expect(stderr).toContain('npm install carnet-provider-acme');
    expect(result()).toMatchObject({ outcome: 'failed', exitCode: null, error: { code: 'PROVIDER_NOT_FOUND' } });
  });

  it('imports no package of whatever name the platform says', async () => {
    platform.answer('post /v1/organizations/{organization}/automations/{automation}/local-runs', { status: 201, json: { ...localRun, providers: [{ id: 'acme', package: './evil.js' }] } });
    const { code, stdout, stderr } = await run({ 'evil.js': "console.log('ran'); export default {};" }, '');
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toContain('[PROVIDER_NOT_FOUND]');
    expect(stderr).not.toContain('ran\n');
  });

  it('that is refused starts nothing, and ends with 125', async () => {
    platform.answer('post /v1/organizations/{organization}/automations/{automation}/local-runs', problem(403, 'PERMISSION_DENIED', 'You may not run it.'));
    expect(await run({}, 'console.log(1)')).toMatchObject({ code: 125, stdout: '', stderr: expect.stringContaining('[PERMISSION_DENIED]') as string });
  });
});
