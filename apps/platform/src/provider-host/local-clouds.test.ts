import { startLocalClouds, type LocalApplication, type LocalClouds } from '@carnet/local-clouds';
import { createIssuer, generateKeyRing, type Issuer } from '@carnet/oidc-issuer';
import type { Rung } from '@carnet/trust';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fingerprintOf } from '../kickoffs/fingerprints.ts';
import type { HostCall, HostedCredential, ProviderHost } from './provider-host.ts';
import { startProviderHost } from './start-provider-host.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const organization = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
const value = 'canary-value-of-the-store';
const log: string[] = [];
let issuer: Issuer;
let server: Server;
let clouds: LocalClouds;
let application: LocalApplication;
let host: ProviderHost;
let credential: HostedCredential;
let awsCredential: HostedCredential;

beforeAll(async () => {
  issuer = createIssuer({ issuer: 'https://issuer.carnet.test', keys: await generateKeyRing() });
  const listener = getRequestListener((request) => issuer.handler(request));
  server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  clouds = await startLocalClouds();
  clouds.route('issuer.carnet.test', new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  const trusted = { issuer: issuer.issuer, subject: `organization:${organization}` };
  const tenant = clouds.azure.tenant();
  application = tenant.application({ name: 'carnet' });
  application.addFederatedCredential({ name: 'carnet', ...trusted, audience: 'api://AzureADTokenExchange' });
  const vault = clouds.azure.vault({ name: 'acme-production', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets Officer' });
  vault.set('api-key', value);
  vault.set('document', JSON.stringify({ user: 'canary-grace' }));
  const role = clouds.aws.account().federatedRole({ name: 'carnet', ...trusted, audience: 'sts.amazonaws.com' });
  role.allowRead();
  const federated = { method: 'workload-identity', settings: {}, writable: true };
  credential = { ...federated, id: 'first', name: 'vault', provider: 'azure', identity: { id: 'config', kind: 'azure', settings: { tenantId: tenant.id, clientId: application.clientId } }, store: { vaultUrl: vault.url } };
  awsCredential = { ...federated, id: 'second', name: 'database', provider: 'aws', identity: { id: 'config-2', kind: 'aws', settings: { roleArn: role.arn, region: 'eu-central-1' } }, store: {} };
  host = await startProviderHost({ module: new URL('./testing/local-process.ts', import.meta.url), connection: () => clouds.connection, log: (line) => log.push(line) });
});
afterAll(async () => {
  await host?.close();
  await clouds?.close();
  server?.close();
});

function callOf(given: HostedCredential, audience: string): HostCall {
  const mint = async (more: { readonly organization?: string | undefined; readonly audience?: string; readonly renew?: boolean }): Promise<string> =>
    (await issuer.mint({ organization, audience, ...more } as Parameters<Issuer['mint']>[0])).token;
  return {
    credential: given, fingerprintKey: Buffer.alloc(32, 7).toString('base64'), signal: new AbortController().signal,
    tokens: { subjectToken: ({ renew }) => mint({ renew }), probe: ({ audience: decoy, organization: stranger }) => mint({ audience: decoy, ...(stranger !== undefined && { organization: stranger }) }) },
  };
}
const azureCall = (): HostCall => callOf(credential, 'api://AzureADTokenExchange');

async function climbed(given: HostCall, request: Parameters<ProviderHost['test']>[2]): Promise<readonly Rung[]> {
  const rungs: Rung[] = [];
  for await (const rung of host.test(organization, given, request)) rungs.push(rung);
  return rungs;
}
const last = (rungs: readonly Rung[], id: Rung['id']): Rung | undefined => rungs.findLast((rung) => rung.id === id);

describe('through the process, to clouds that verify for real', () => {
  test('B7 the ladder comes rung by rung, up to the secret', async () => {
    const rungs = await climbed(azureCall(), { reference: 'document#user' });
    for (const id of ['mint', 'exchange', 'identity', 'secret', 'json-key', 'list'] as const) expect(last(rungs, id)).toMatchObject({ status: 'pass' });
    expect(JSON.stringify(rungs)).not.toContain('canary-grace');
  });

  test('F a trust for another subject: what we sent, and the cure', async () => {
    const call = azureCall();
    const rungs = await climbed({ ...call, tokens: { subjectToken: async () => (await issuer.mint({ organization: '11111111-1111-4111-8111-111111111111', audience: 'api://AzureADTokenExchange' })).token } }, {});
    expect(last(rungs, 'exchange')).toMatchObject({ status: 'fail', error: { code: 'TRUST_REJECTED', docsUrl: 'https://carnet.dev/errors/TRUST_REJECTED' } });
    expect(JSON.stringify(rungs)).toContain(application.clientId);
  });

  test('PROVIDER CONFIG 27 a probe shows two decoys, and the cloud refuses both', async () => {
    const rungs = await climbed(callOf(awsCredential, 'sts.amazonaws.com'), { probe: true });
    expect([last(rungs, 'probe.subject')?.status, last(rungs, 'probe.audience')?.status]).toEqual(['pass', 'pass']);
    const kept = await climbed(callOf(awsCredential, 'sts.amazonaws.com'), { probe: true, probeRefusal: 'It was made within the hour.' });
    expect(last(kept, 'probe.subject')).toMatchObject({ status: 'skip', message: 'It was made within the hour.' });
  });

  test('names, a fingerprint, and the value of the static path', async () => {
    const { names } = await host.list(organization, azureCall(), { limit: 100 });
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['api-key', 'document']));
    const checked = await host.check(organization, azureCall(), { reference: 'api-key' });
    const key = Buffer.from(azureCall().fingerprintKey, 'base64');
    expect(checked.fingerprint, 'of the very key that came with the call').toBe(fingerprintOf(key, Buffer.from(value)));
    expect((await host.check(organization, azureCall(), { reference: 'api-key', encoding: 'base64' })).fingerprint).toBe(fingerprintOf(key, Buffer.from(Buffer.from(value).toString('base64'))));
    expect(last(await climbed(azureCall(), { reference: 'api-key' }), 'secret')?.message).toContain(checked.fingerprint);
    const [found, missing] = await host.resolve(organization, azureCall(), { references: ['api-key', 'absent'] });
    expect(found).toMatchObject({ ok: true, value: { value: Buffer.from(value).toString('base64'), fingerprint: checked.fingerprint, version: checked.version } });
    expect(missing).toMatchObject({ ok: false, failure: { code: 'SECRET_NOT_FOUND', diagnosis: { severity: 'error' } } });
  });

  test('B8 a value is written, shows the fingerprint of a read, and is removed', async () => {
    const written = await host.write(organization, azureCall(), { name: 'made', value: 'canary-written' });
    expect(await host.check(organization, azureCall(), { reference: 'made' })).toMatchObject(written);
    await host.remove(organization, azureCall(), { name: 'made' });
    await expect(host.check(organization, azureCall(), { reference: 'made' })).rejects.toMatchObject({ failure: { code: 'SECRET_NOT_FOUND' } });
    const readOnly = { ...azureCall(), credential: { ...credential, writable: false } };
    await expect(host.write(organization, readOnly, { name: 'made', value: 'x' })).rejects.toMatchObject({ failure: { code: 'CREDENTIAL_READ_ONLY' } });
  });

  test('a token that the issuer refuses is told in its words, and nobody else\'s', async () => {
    const refusing = { ...azureCall(), tokens: { subjectToken: () => Promise.reject(new Error('canary-of-the-database')) } };
    await expect(host.check(organization, refusing, { reference: 'api-key' })).rejects.toMatchObject({ failure: { code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'The issuer gave no token.' } });
  });

  test('what to register, for each cloud', async () => {
    const { identity } = credential;
    expect(await host.registrationCommands('azure', identity?.settings ?? {})).toEqual(expect.arrayContaining([expect.stringContaining('federated-credential list')]));
    await expect(host.trust('azure', {})).rejects.toMatchObject({ failure: { code: expect.stringMatching(/^[A-Z_]+$/) as string } });
  });

  test('no value and no token is in the log', () => {
    expect(log.join('\n')).not.toMatch(/canary|eyJ/);
  });
});
