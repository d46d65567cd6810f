import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startLocalClouds, type LocalClouds } from '@carnet/local-clouds';
import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNode, type Ended } from './testing/carnet-process.ts';
import type { LocalAzureSettings } from './testing/local-azure.config.ts';
import { projectWith } from './testing/workspace.ts';

const organization = randomUUID();
const audience = 'api://AzureADTokenExchange';
const values = { apiKey: 'canary-key-5d02e9b7', password: 'canary-word-c48f1a36' };

let clouds: LocalClouds;
let settings: LocalAzureSettings;
let mint: (organization: string) => Promise<string>;
beforeAll(async () => {
  clouds = await startLocalClouds();
  const issuer = createIssuer({ issuer: 'https://issuer.carnet.test', keys: await generateKeyRing() });
  clouds.route('issuer.carnet.test', issuer.handler);
  mint = async (id) => (await issuer.mint({ organization: id, audience })).token;

  const tenant = clouds.azure.tenant();
  const application = tenant.application();
  application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject: `organization:${organization}`, audience });
  const vault = clouds.azure.vault({ name: 'orders', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets User' });
  vault.set('api-key', values.apiKey);
  vault.set('database', JSON.stringify({ password: values.password }));
  settings = { connection: clouds.connection, tenantId: tenant.id, clientId: application.clientId, vaultUrl: vault.url };
});
afterAll(() => clouds.close());

/** With every switch on that makes libraries talk, but those that the provider refuses. */
async function runAs(id: string, script: string, ...flags: string[]): Promise<Ended & { readonly token: string }> {
  const token = await mint(id);
  const cwd = projectWith({ 'local-azure.json': JSON.stringify(settings), token });
  const config = fileURLToPath(new URL('testing/local-azure.config.ts', import.meta.url));
  return { ...(await runNode(script, { cwd, environment: { DEBUG: '*', AZURE_LOG_LEVEL: 'verbose' } }, '--config', config, ...flags)), token };
}

function expectNoLeak(text: string, token: string): void {
  const forms = Object.values(values).flatMap((value) => [value, Buffer.from(value).toString('base64').replace(/=+$/, ''), Buffer.from(value).toString('hex')]);
  for (const form of [...forms, token, token.split('.')[1] ?? '', 'eyJ']) expect(text).not.toContain(form);
}

describe('carnet run on a workload identity', () => {
  it('C4 gives the command its secrets after one exchange, tells it with --verbose, and shows no value at any debug level', async () => {
    clouds.clearRequests();
    const script = 'console.log(process.env.API_KEY, Buffer.from(process.env.DATABASE_PASSWORD).toString("base64"))';
    const { code, stdout, stderr, token } = await runAs(organization, script, '--verbose');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '*** ***\n' });
    expect(stderr).toContain("Workload identity config 'production' (azure): 2 secret(s) resolved");
    expect(clouds.requests.filter(({ service }) => service === 'entra')).toHaveLength(1);
    expectNoLeak(stdout + stderr, token);
  });

  it('F AADSTS700213 explains a refusal: the three values sent, the cure, the command, a docs page; no token at any debug level', async () => {
    const stranger = randomUUID();
    const { code, stdout, stderr, token } = await runAs(stranger, 'console.log("started")');
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    const parts = [
      'carnet: API_KEY, DATABASE_PASSWORD: ', '[TRUST_REJECTED]', 'https://issuer.carnet.test', `organization:${stranger}`, audience, 'Register the three values',
      'az ad app federated-credential create', 'AADSTS700213', 'https://carnet.dev/errors/TRUST_REJECTED',
    ];
    for (const part of parts) expect(stderr).toContain(part);
    expectNoLeak(stderr, token);
  });

  it('and tells the same to a program with --json', async () => {
    const stranger = randomUUID();
    const { stderr, token } = await runAs(stranger, '', '--json');
    const report = JSON.parse(stderr.split('\n').find((line) => line.startsWith('{"version":1')) ?? '') as unknown;
    expect(report).toMatchObject({
      code: 'RESOLUTION_FAILED',
      exitCode: 125,
      failures: [{
        variables: ['API_KEY', 'DATABASE_PASSWORD'],
        workloadIdentity: 'production',
        error: { code: 'TRUST_REJECTED', cloudCode: 'AADSTS700213', step: 'authenticate' },
        diagnosis: { sent: { issuer: 'https://issuer.carnet.test', subject: `organization:${stranger}`, audience } },
      }],
    });
    expectNoLeak(stderr, token);
  });
});
