import { createIssuer, generateKeyRing, toNodeListener, type Issuer, type MintRequest } from '@carnet/oidc-issuer';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LocalApplication, LocalTenant } from './azure/local-azure.ts';
import type { LocalClouds } from './local-clouds.ts';
import { startLocalClouds } from './start-local-clouds.ts';

const organization = '4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11';
const audience = 'api://AzureADTokenExchange';

let issuer: Issuer;
let clouds: LocalClouds;
let tenant: LocalTenant;
let application: LocalApplication;

beforeAll(async () => {
  issuer = createIssuer({ issuer: 'https://issuer.example.test/oidc', keys: await generateKeyRing() });
  clouds = await startLocalClouds();
});
afterAll(() => clouds.close());
beforeEach(() => {
  tenant = clouds.azure.tenant();
  application = tenant.application();
  clouds.route('issuer.example.test', issuer.handler);
});

async function exchange(request: Partial<MintRequest> = {}): Promise<number> {
  const { token } = await issuer.mint({ organization, audience, ...request });
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: application.clientId,
    scope: 'https://vault.azure.net/.default',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: token,
  });
  const response = await clouds.transport.fetch(new Request(`https://login.microsoftonline.com/${tenant.id}/oauth2/v2.0/token`, { method: 'POST', body: form }));
  const body = (await response.json()) as { error_codes?: number[] };
  return body.error_codes?.[0] ?? response.status;
}

describe('A3 a subject token of our issuer is trusted by its issuer, subject and audience', () => {
  test('the organization that is registered, and no other', async () => {
    application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject: `organization:${organization}`, audience });
    expect(await exchange()).toBe(200);
    expect(await exchange({ organization: '00000000-0000-4000-8000-000000000000' })).toBe(700213);
    expect(await exchange({ automation: '00000000-0000-4000-8000-000000000001' })).toBe(700213);
    expect(await exchange({ audience: 'sts.amazonaws.com' })).toBe(700212);
    expect(await exchange({ organizationIssuer: true })).toBe(700211);
  });

  test('an organization by its own issuer path', async () => {
    application.addFederatedCredential({ name: 'carnet', issuer: issuer.organizationIssuer(organization), subject: `organization:${organization}`, audience });
    expect(await exchange({ organizationIssuer: true })).toBe(200);
    expect(await exchange()).toBe(700211);
  });

  test('an issuer that listens on plain http is reached by its route', async () => {
    application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject: `organization:${organization}`, audience });
    const server = createServer(toNodeListener(issuer.handler)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    clouds.route('issuer.example.test', new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    expect(await exchange()).toBe(200);
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect(await exchange()).toBe(50166);
  });
});
