import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { gaxios, IdentityPoolClient, JWT, type AuthClient } from 'google-auth-library';
import type { Agent } from 'node:https';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalServiceAccount } from './local-google.ts';
import { cloudPlatform } from './scopes.ts';
import { startTestGoogle, type TestGoogle } from './testing/test-google.ts';

// The official libraries in production configuration: the agent is all that differs.
let google: TestGoogle & AsyncDisposable;
let transporter: gaxios.Gaxios;
const clients: SecretManagerServiceClient[] = [];

beforeEach(async () => {
  google = await startTestGoogle();
  const agent: Agent = google.clouds.agent(new URL('https://sts.googleapis.com'));
  transporter = new gaxios.Gaxios();
  transporter.interceptors.request.add({
    resolved: (config) => {
      config.agent = agent;
      return Promise.resolve(config);
    },
  });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await google[Symbol.asyncDispose]();
});

function federated(changes: { readonly subjectToken?: () => Promise<string>; readonly impersonate?: string; readonly lifetimeSeconds?: number } = {}): IdentityPoolClient {
  const { subjectToken = () => google.mint(), impersonate, lifetimeSeconds } = changes;
  const client = new IdentityPoolClient({
    type: 'external_account',
    audience: google.provider.audience,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: 'https://sts.googleapis.com/v1/token',
    subject_token_supplier: { getSubjectToken: subjectToken },
    transporter,
    ...(impersonate === undefined ? {} : { service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${impersonate}:generateAccessToken` }),
    ...(lifetimeSeconds === undefined ? {} : { service_account_impersonation: { token_lifetime_seconds: lifetimeSeconds } }),
  });
  // STS has a client of its own, which takes no agent from options.
  (client as unknown as { stsCredential: { transporter: gaxios.Gaxios } }).stsCredential.transporter = transporter;
  return client;
}

function secretManager(authClient: AuthClient = federated(), apiEndpoint = 'secretmanager.googleapis.com'): SecretManagerServiceClient {
  const client = new SecretManagerServiceClient({ authClient, fallback: true, apiEndpoint });
  clients.push(client);
  return client;
}

const once = { timeout: 5000, retry: null } as object;
const text = (data: unknown): string => Buffer.from(data as Uint8Array).toString();
const nameOf = (secret: string, version = 'latest'): string => `projects/${google.project.id}/secrets/${secret}/versions/${version}`;

describe('E3 the official Google libraries work in production configuration with an agent alone', () => {
  test('a secret is read in two requests: exchange, access', async () => {
    google.secrets.set('database', 'first value');
    const [answer] = await secretManager().accessSecretVersion({ name: nameOf('database') }, once);
    expect(answer.name).toBe('projects/123456789012/secrets/database/versions/1');
    expect(text(answer.payload?.data)).toBe('first value');
    const calls = google.clouds.requests.map(({ service, status }) => `${service} ${status}`);
    expect(calls).toEqual(['google-sts 200', 'issuer 200', 'issuer 200', 'secretmanager 200']);
  });

  test('a version is read by its number, and the newest without one', async () => {
    google.secrets.set('database', 'first value');
    google.secrets.set('database', 'second value');
    const client = secretManager();
    expect(text((await client.accessSecretVersion({ name: nameOf('database', '1') }, once))[0].payload?.data)).toBe('first value');
    expect(text((await client.accessSecretVersion({ name: nameOf('database') }, once))[0].payload?.data)).toBe('second value');
  });

  test('a checksum comes along and fits, until it is corrupted', async () => {
    google.secrets.set('bytes', Uint8Array.from([0, 255, 10, 13]));
    google.secrets.set('check', '123456789');
    const client = secretManager();
    // CRC-32C's check value: https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-32-iscsi
    expect(String((await client.accessSecretVersion({ name: nameOf('check') }, once))[0].payload?.dataCrc32c)).toBe(String(0xe3069283));
    expect([...Buffer.from((await client.accessSecretVersion({ name: nameOf('bytes') }, once))[0].payload?.data as Uint8Array)]).toEqual([0, 255, 10, 13]);
    google.secrets.corruptChecksum('check', true);
    expect(String((await client.accessSecretVersion({ name: nameOf('check') }, once))[0].payload?.dataCrc32c)).not.toBe(String(0xe3069283));
    google.secrets.corruptChecksum('check', false);
    expect(String((await client.accessSecretVersion({ name: nameOf('check') }, once))[0].payload?.dataCrc32c)).toBe(String(0xe3069283));
  });

  test('the errors carry their codes', async () => {
    const client = secretManager();
    await expect(client.accessSecretVersion({ name: nameOf('absent') }, once)).rejects.toMatchObject({ code: 5 });
    google.secrets.set('database', 'a value');
    google.secrets.disable('database');
    await expect(client.accessSecretVersion({ name: nameOf('database') }, once)).rejects.toMatchObject({ code: 9, message: expect.stringContaining('is in DISABLED state') as string });
    google.secrets.enable('database');
    google.project.revoke({ member: google.member, role: 'roles/secretmanager.admin' });
    await expect(client.accessSecretVersion({ name: nameOf('database') }, once)).rejects.toMatchObject({
      code: 7,
      reason: 'IAM_PERMISSION_DENIED',
      errorInfoMetadata: { permission: 'secretmanager.versions.access' },
    });
  });

  test('a secret is created, written, listed, disabled, destroyed and deleted', async () => {
    const client = secretManager();
    const parent = `projects/${google.project.id}`;
    const [created] = await client.createSecret({ parent, secretId: 'written', secret: { replication: { automatic: {} }, labels: { team: 'orders' } } }, once);
    expect(created.name).toBe('projects/123456789012/secrets/written');
    const [version] = await client.addSecretVersion({ parent: `${parent}/secrets/written`, payload: { data: Buffer.from('123456789'), dataCrc32c: 0xe3069283 } }, once);
    expect(version).toMatchObject({ name: 'projects/123456789012/secrets/written/versions/1', clientSpecifiedPayloadChecksum: true });
    await expect(client.addSecretVersion({ parent: `${parent}/secrets/written`, payload: { data: Buffer.from('123456789'), dataCrc32c: 1 } }, once)).rejects.toMatchObject({ code: 3 });
    await client.disableSecretVersion({ name: nameOf('written', '1') }, once);
    expect((await client.getSecretVersion({ name: nameOf('written', '1') }, once))[0].state).toBe('DISABLED');
    await client.destroySecretVersion({ name: nameOf('written', '1') }, once);
    await expect(client.enableSecretVersion({ name: nameOf('written', '1') }, once)).rejects.toMatchObject({ code: 9 });
    expect((await client.listSecretVersions({ parent: `${parent}/secrets/written` }, once))[0].map(({ state }) => state)).toEqual(['DESTROYED']);
    await client.deleteSecret({ name: `${parent}/secrets/written` }, once);
    await expect(client.getSecret({ name: `${parent}/secrets/written` }, once)).rejects.toMatchObject({ code: 5 });
  });

  test('lists follow their pages and are filtered', async () => {
    for (let index = 0; index < 25; index += 1) google.secrets.set(`secret-${String(index).padStart(2, '0')}`, 'value');
    const client = secretManager();
    const parent = `projects/${google.project.id}`;
    const sizes: number[] = [];
    let pageToken = '';
    do {
      const [page, , raw] = await client.listSecrets({ parent, pageSize: 10, pageToken }, { ...once, autoPaginate: false });
      sizes.push(page.length);
      pageToken = raw.nextPageToken ?? '';
    } while (pageToken !== '');
    expect(sizes).toEqual([10, 10, 5]);
    const [filtered] = await client.listSecrets({ parent, filter: 'name:secret-1' }, once);
    expect(filtered.map(({ name }) => name?.split('/').at(-1))).toEqual(Array.from({ length: 10 }, (_, index) => `secret-1${index}`));
  });

  test('a regional secret is read at its regional host', async () => {
    google.project.secrets('europe-west3').set('database', 'regional value');
    const name = `projects/${google.project.id}/locations/europe-west3/secrets/database/versions/latest`;
    const [answer] = await secretManager(undefined, 'secretmanager.europe-west3.rep.googleapis.com').accessSecretVersion({ name }, once);
    expect(answer.name).toBe('projects/123456789012/locations/europe-west3/secrets/database/versions/1');
    expect(text(answer.payload?.data)).toBe('regional value');
    await expect(secretManager().accessSecretVersion({ name }, once)).rejects.toMatchObject({ code: 3 });
  });

  test('F a rejected condition is unauthorized_client', async () => {
    google.provider.attributeCondition = "assertion.sub == 'organization:00000000-0000-4000-8000-000000000000'";
    await expect(federated().getAccessToken()).rejects.toMatchObject({
      message: 'Error code unauthorized_client: The given credential is rejected by the attribute condition.',
      status: 400,
    });
  });
});

describe('E3 service accounts', () => {
  let account: LocalServiceAccount;
  beforeEach(() => {
    // The libraries sign by the machine's clock, and the clouds' stands still: it must not be behind.
    google.clock.time += 30_000;
    account = google.project.serviceAccount('orders-reader');
    google.secrets.set('database', 'a value');
    google.secrets.grant('database', { member: `serviceAccount:${account.email}`, role: 'roles/secretmanager.secretAccessor' });
    google.project.revoke({ member: google.member, role: 'roles/secretmanager.admin' });
  });

  test('are impersonated by whom they let, for the time that is asked', async () => {
    const client = federated({ impersonate: account.email, lifetimeSeconds: 900 });
    await expect(client.getAccessToken()).rejects.toMatchObject({ status: 403, message: expect.stringContaining("Permission 'iam.serviceAccounts.getAccessToken' denied") as string });
    account.grant({ member: google.member, role: 'roles/iam.workloadIdentityUser' });
    const [answer] = await secretManager(client).accessSecretVersion({ name: nameOf('database') }, once);
    expect(text(answer.payload?.data)).toBe('a value');
    expect(client.credentials.expiry_date).toBe(Math.floor((google.clock.time + 900_000) / 1000) * 1000);
    account.revoke({ member: google.member, role: 'roles/iam.workloadIdentityUser' });
    await expect(federated({ impersonate: account.email }).getAccessToken()).rejects.toMatchObject({ status: 403 });
  });

  test('are known by a key, through the token endpoint or by a JWT of their own', async () => {
    const { clientEmail, privateKeyId, privateKey } = account.createKey();
    const options = { email: clientEmail, keyId: privateKeyId, key: privateKey, transporter };
    const { token } = await new JWT({ ...options, scopes: [cloudPlatform] }).getAccessToken();
    expect((await google.call('/v1/' + nameOf('database') + ':access', { token: token ?? '' })).status).toBe(200);
    google.clouds.clearRequests();
    // The client library prefers to sign for the one service, and asks nobody for a token.
    const [answer] = await secretManager(new JWT(options)).accessSecretVersion({ name: nameOf('database') }, once);
    expect(text(answer.payload?.data)).toBe('a value');
    expect(google.clouds.requests.map(({ service }) => service)).toEqual(['secretmanager']);
  });

  test('a key of another account is refused', async () => {
    const other = google.project.serviceAccount('other-reader').createKey();
    const client = new JWT({ email: account.email, keyId: other.privateKeyId, key: other.privateKey, transporter, scopes: [cloudPlatform] });
    await expect(client.getAccessToken()).rejects.toMatchObject({ message: expect.stringContaining('invalid_grant') as string });
  });

  test('the sample credential reads what it was made with', async () => {
    const sample = google.clouds.google.sampleCredential({ database: 'sample value' });
    const client = new JWT({ email: sample.settings.clientEmail, keyId: sample.settings.privateKeyId, key: sample.secrets.privateKey, transporter, scopes: [cloudPlatform] });
    const [answer] = await secretManager(client).accessSecretVersion({ name: `projects/${sample.store.projectId}/secrets/database/versions/latest` }, once);
    expect(text(answer.payload?.data)).toBe('sample value');
  });
});
