import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SecretManagerClient } from './secret-manager-client.ts';
import { startHostileHost } from '@carnet/provider-testkit';
import { collect, failureOf, startTestGcp, text, type TestGcp } from './testing/test-gcp.ts';

let gcp: TestGcp;
beforeEach(async () => { gcp = await startTestGcp(); gcp.secrets.set('a', '1'); });
afterEach(async () => { vi.unstubAllEnvs(); await gcp[Symbol.asyncDispose](); });

const host = 'secretmanager.googleapis.com';

describe('CRC32C, which the SDK never looks at', () => {
  test('bytes that do not fit their checksum are no value', async () => {
    gcp.secrets.corruptChecksum('a', true);
    const store = gcp.open();
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_FAULT', retryable: true, step: 'read', message: expect.stringContaining('checksum') as string });
    gcp.secrets.corruptChecksum('a', false);
    expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
  });

  test('and the bare SDK does hand them out: the hazard is real', async () => {
    gcp.secrets.corruptChecksum('a', true);
    await gcp.open().authenticate({});
    const client = [...gcp.context.session.values()].find((kept) => kept instanceof SecretManagerClient);
    const data = await client?.run(async (sdk, options) => (await sdk.client.accessSecretVersion({ name: 'projects/orders-project/secrets/a/versions/1' }, options))[0].payload?.data, undefined);
    expect(text(data as Uint8Array)).toBe('1');
  });

  test('the checksum of what is written is sent, so that Google refuses what is damaged on the way', async () => {
    let sent = '';
    await using hostile = await startHostileHost(gcp.clouds.transport, host, (response, request) => {
      request.on('data', (chunk) => { sent += String(chunk); });
      request.on('end', () => response.end(JSON.stringify({ name: 'projects/1/secrets/a/versions/9' })));
    });
    const store = gcp.open(gcp.store, { ...gcp.freshContext(), transport: hostile.transport });
    expect(await store.write!('a', new TextEncoder().encode('123456789'), {})).toEqual({ version: '9' });
    // RFC 3720 appendix B.4 has the polynomial; this is the checksum of its usual sample, as text: JSON of protocol buffers has 64-bit numbers so.
    expect(JSON.parse(sent)).toEqual({ payload: { data: 'MTIzNDU2Nzg5', dataCrc32c: String(0xe3069283) } });
  });
});

describe('the answer to a read is held against what was asked', () => {
  const answer = (name: string, payload: object = { data: 'MQ==', dataCrc32c: '2432014819' }): void => {
    gcp.clouds.fault({ host, path: /:access$/, fault: { kind: 'status', status: 200, body: { name, payload } } });
  };

  test.each([
    'projects/123456789012/secrets/b/versions/1',
    'projects/other-project/secrets/a/versions/1',
    'projects/123456789012/secrets/a/versions/latest',
    'projects/123456789012/secrets/a/versions/1/x',
    'projects/123456789012/secrets/a',
    'projects/123456789012/locations/europe-west3/secrets/a/versions/1',
    'secrets/a/versions/1',
    '',
  ])('%j is not it', async (name) => {
    answer(name);
    expect(await failureOf(gcp.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_FAULT', message: expect.stringContaining('something else than this secret') as string });
  });

  test('the number of the project stands for its id; a pinned version is that one', async () => {
    answer('projects/123456789012/secrets/a/versions/7');
    expect(await gcp.open().read({ name: 'a' }, {})).toMatchObject({ version: '7' });
    expect(await gcp.open().read({ name: 'a', version: '7' }, {})).toMatchObject({ version: '7' });
    expect(await failureOf(gcp.open().read({ name: 'a', version: '8' }, {}))).toMatchObject({ code: 'STORE_FAULT' });
  });

  test.each<[string, object]>([
    ['no payload', {}],
    ['a payload that is text', { payload: 'x' }],
    ['data that is a number', { payload: { data: 7 } }],
    ['a checksum that is none', { payload: { data: 'MQ==', dataCrc32c: 'soon' } }],
    ['a list', [] as unknown as object],
  ])('%s is no value', async (_, body) => {
    gcp.clouds.fault({ host, path: /:access$/, fault: { kind: 'status', status: 200, body: Array.isArray(body) ? body : { name: 'projects/1/secrets/a/versions/1', ...body } } });
    expect(await failureOf(gcp.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_FAULT', step: 'read' });
  });

  test.each(['null', '7', '"x"', '', '{"name": ', '<html>'])('the answer %j is no value, and ends no process', async (body) => {
    gcp.clouds.fault({ host, fault: { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body } });
    const store = gcp.open();
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_FAULT' });
    expect(await failureOf(store.write!('a', new Uint8Array([65]), {}))).toMatchObject({ code: 'STORE_FAULT' });
    expect(await failureOf(collect(store.list!({})))).toMatchObject({ code: 'STORE_FAULT' });
  });
});

test.each(['https://evil.example/v1/projects/x', 'http://secretmanager.googleapis.com/v1/projects/x', 'https://secretmanager.googleapis.com:443.evil.example/v1/projects/x', 'https://secretmanager.googleapis.com:443/v2/projects/x', 'https://secretmanager.googleapis.com@evil.example/v1/projects/x'])('the client of the SDK can send the token nowhere else, not even to %s', async (url) => {
  await gcp.open().read({ name: 'a' }, {});
  const client = [...gcp.context.session.values()].find((kept) => kept instanceof SecretManagerClient);
  gcp.clouds.clearRequests();
  const sent = client?.run(({ client: sdk }) => (sdk.auth as unknown as { fetch(url: string, init: object): Promise<unknown> }).fetch(url, {}), undefined) ?? Promise.resolve();
  expect(await failureOf(sent)).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
  expect(gcp.clouds.requests).toEqual([]);
});

describe('a hostile list', () => {
  const page = (body: object): void => void gcp.clouds.fault({ host, path: /\/secrets$/, fault: { kind: 'status', status: 200, body } });

  test('whose pages lead back to themselves, ends', async () => {
    page({ secrets: [], nextPageToken: 'again' });
    expect(await failureOf(collect(gcp.open().list!({})))).toMatchObject({ code: 'STORE_FAULT', retryable: false, message: expect.stringContaining('read already') as string });
    expect(gcp.tally().calls).toBe(2);
  });

  test('names of another project, of another kind and of no form are left out', async () => {
    page({ secrets: [{ name: 'projects/1/secrets/good' }, { name: 'projects/other-project/secrets/a' }, { name: 'projects/1/secrets/a/versions/1' }, { name: 'projects/1/secrets/a b' }, { name: 'projects/1/locations/europe-west3/secrets/a' }, {}] });
    expect(await collect(gcp.open().list!({}))).toEqual([{ name: 'good' }]);
  });

  test('a token of a page goes into the query and nowhere else', async () => {
    gcp.clouds.fault({ host, path: /\/secrets$/, times: 1, fault: { kind: 'status', status: 200, body: { nextPageToken: 'https://evil.example/?x#y\r\nz' } } });
    await failureOf(collect(gcp.open().list!({})));
    expect(gcp.clouds.requests.filter(({ service }) => service === 'secretmanager').map(({ host: asked, path }) => `${asked}${path}`)).toEqual(Array.from({ length: 2 }, () => `${host}/v1/projects/orders-project/secrets`));
  });

  test('an end of a secret is shown', async () => {
    page({ secrets: [{ name: 'projects/1/secrets/a', expireTime: '2030-01-01T00:00:00Z' }] });
    expect(await collect(gcp.open().list!({}))).toEqual([{ name: 'a', expiresAt: Date.parse('2030-01-01T00:00:00Z') }]);
  });
});

describe('nothing in the environment moves or prints anything', () => {
  test.each([
    ['HTTPS_PROXY', 'http://127.0.0.1:1'], ['https_proxy', 'no url at all'], ['HTTP_PROXY', 'http://127.0.0.1:1'], ['ALL_PROXY', 'http://127.0.0.1:1'], ['NO_PROXY', '*'],
    ['GOOGLE_CLOUD_UNIVERSE_DOMAIN', 'evil.example'], ['GOOGLE_CLOUD_QUOTA_PROJECT', 'evil'], ['GOOGLE_CLOUD_PROJECT', 'evil'], ['GCLOUD_PROJECT', 'evil'],
    ['GOOGLE_APPLICATION_CREDENTIALS', '/nowhere.json'], ['GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES', '1'], ['GOOGLE_API_CERTIFICATE_CONFIG', '/nowhere.json'], ['CLOUDSDK_CONFIG', '/nowhere'],
    ['GCE_METADATA_HOST', 'evil.example'], ['GCE_METADATA_IP', '127.0.0.1:1'], ['METADATA_SERVER_DETECTION', 'assume-present'], ['GOOGLE_API_USE_MTLS_ENDPOINT', 'always'], ['GOOGLE_API_USE_CLIENT_CERTIFICATE', 'true'],
    ['SECRETMANAGER_EMULATOR_HOST', 'evil.example'], ['GOOGLE_SDK_NODE_ENABLE_TRACING', 'true'], ['AWS_REGION', 'eu-central-1'],
  ])('%s', async (name, value) => {
    vi.stubEnv(name, value);
    gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
    gcp.project.grant({ member: `serviceAccount:${gcp.account.email}`, role: 'roles/secretmanager.secretAccessor' });
    for (const store of [gcp.open(gcp.store, gcp.freshContext()), gcp.openImpersonating(gcp.freshContext()), gcp.openWithKey(gcp.account.createKey(), gcp.freshContext())]) {
      expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
    }
    expect(new Set(gcp.clouds.requests.map((request) => request.host))).toEqual(new Set(['issuer.example.test', 'sts.googleapis.com', 'iamcredentials.googleapis.com', 'oauth2.googleapis.com', host]));
  });
});

describe('no rejection that nobody hears, which would end the process', () => {
  async function unheard(run: () => Promise<void>): Promise<unknown[]> {
    const rejections: unknown[] = [];
    const hear = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', hear);
    await run();
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', hear);
    return rejections;
  }

  test('whatever fails, from the first call on', async () => {
    expect(await unheard(async () => {
      gcp.clouds.fault({ host, fault: { kind: 'reset' } });
      for (const signal of [undefined, AbortSignal.abort(), AbortSignal.timeout(1)]) {
        const store = gcp.open(gcp.store, gcp.freshContext());
        for (const call of [() => store.authenticate({ signal }), () => store.read({ name: 'a' }, { signal }), () => collect(store.list!({ signal })), () => store.write!('a', new Uint8Array([65]), { signal })]) await call().catch(() => undefined);
      }
    })).toEqual([]);
  });

  test('a client that cannot start, which in the bare SDK rejects where nobody listens', async () => {
    const { SecretManagerServiceClient } = await import('@google-cloud/secret-manager');
    const authClient = { universeDomain: 'evil.example', getRequestHeaders: () => Promise.resolve({}) } as never;
    expect(await unheard(async () => { await failureOf(new SecretManagerServiceClient({ authClient, fallback: true }).accessSecretVersion({ name: 'projects/p/secrets/a/versions/1' })); })).toHaveLength(1);
    const initialize = vi.spyOn(SecretManagerServiceClient.prototype, 'initialize').mockImplementation(() => Promise.reject(new Error('no universe')));
    expect(await unheard(async () => { expect(await failureOf(gcp.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_FAULT' }); })).toEqual([]);
    initialize.mockRestore();
    expect(text((await gcp.open().read({ name: 'a' }, {})).bytes)).toBe('1');
  });
});

test('the SDK repeats nothing by itself: one attempt for each call, its code kept', async () => {
  const store = gcp.open();
  await store.read({ name: 'a' }, {});
  const google = (code: number, status: string, details: object[] = []): { kind: 'status'; status: number; body: object } => ({ kind: 'status', status: code, body: { error: { code, status, message: 'No.', details } } });
  for (const [fault, expected] of [
    [{ kind: 'throttle' }, { code: 'THROTTLED', retryAfter: undefined, cloudCode: 'RATE_LIMIT_EXCEEDED' }],
    [{ kind: 'throttle', retryAfterSeconds: 3600 }, { code: 'THROTTLED', retryAfter: 3_600_000 }],
    [google(429, 'RESOURCE_EXHAUSTED', [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' }]), { code: 'THROTTLED', retryAfter: 7_000, cloudCode: 'RESOURCE_EXHAUSTED' }],
    [google(503, 'UNAVAILABLE'), { code: 'STORE_FAULT', retryable: true, cloudCode: 'UNAVAILABLE' }],
    [google(500, 'INTERNAL'), { code: 'STORE_FAULT', retryable: true }],
    [google(400, 'INVALID_ARGUMENT'), { code: 'STORE_FAULT', retryable: false }],
    [google(403, 'PERMISSION_DENIED', [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED' }]), { code: 'ACCESS_DENIED', cloudCode: 'SERVICE_DISABLED', message: expect.stringContaining('not enabled') as string }],
    [google(403, 'PERMISSION_DENIED', [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SECURITY_POLICY_VIOLATED' }]), { code: 'ACCESS_DENIED', message: expect.stringContaining('perimeter') as string }],
    [google(403, 'PERMISSION_DENIED'), { code: 'ACCESS_DENIED', cloudCode: 'PERMISSION_DENIED' }],
    [{ kind: 'status', status: 500, body: '' }, { code: 'STORE_FAULT', retryable: true }],
    [{ kind: 'html', status: 502 }, { code: 'STORE_FAULT', retryable: true, cloudMessage: undefined }],
    [{ kind: 'html', status: 404 }, { code: 'STORE_FAULT' }],
    [{ kind: 'html', status: 403 }, { code: 'STORE_FAULT' }],
    [{ kind: 'html', status: 401 }, { code: 'STORE_FAULT' }],
    [{ kind: 'html', status: 200 }, { code: 'STORE_FAULT' }],
    [{ kind: 'redirect', status: 307, location: 'https://issuer.example.test/' }, { code: 'REDIRECT_REFUSED' }],
    [{ kind: 'reset' }, { code: 'STORE_UNREACHABLE', retryable: true }],
    [{ kind: 'truncate' }, { code: 'STORE_FAULT', retryable: true }],
  ] as const) {
    await store.authenticate({});
    gcp.clouds.clearRequests();
    const remove = gcp.clouds.fault({ host, fault });
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ ...expected, step: 'read', provider: 'gcp' });
    expect(gcp.clouds.requests.map((request) => request.host)).toEqual([host]);
    remove();
  }
});
