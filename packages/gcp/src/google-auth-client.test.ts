import type { FederatedIdentities } from '@carnet/provider';
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { googleAuthClient } from './google-auth-client.ts';
import { startHostileHost } from '@carnet/provider-testkit';
import { failureOf, startTestGcp, type TestGcp } from './testing/test-gcp.ts';

let gcp: TestGcp;
beforeEach(async () => { gcp = await startTestGcp(); });
afterEach(async () => { await gcp[Symbol.asyncDispose](); });

const platform = 'https://www.googleapis.com/auth/cloud-platform';
const storage = 'https://www.googleapis.com/auth/devstorage.read_only';

function identities(kind = 'gcp', changes = {}): FederatedIdentities {
  return { identity: () => ({ kind, settings: { ...gcp.identity, ...changes }, transport: gcp.clouds.transport, subjectToken: (request) => gcp.context.subjectToken(request) }) };
}

const secretUrl = 'https://secretmanager.googleapis.com/v1/projects/orders-project/secrets/a/versions/latest:access';

test('story 4: the trust that serves secrets serves any Google SDK, here one of another package over the transport', async () => {
  gcp.secrets.set('a', 'x');
  const authClient = googleAuthClient(identities(), 'gcp-prod', { scopes: [platform] });
  const { SecretManagerServiceClient } = await import('@google-cloud/secret-manager');
  const [{ payload }] = await new SecretManagerServiceClient({ authClient: authClient as never, fallback: true }).accessSecretVersion({ name: 'projects/orders-project/secrets/a/versions/latest' });
  expect(Buffer.from(payload?.data ?? '').toString()).toBe('x');
  expect((await authClient.request<{ payload: { data: string } }>({ url: secretUrl })).data.payload.data).toBe(Buffer.from('x').toString('base64'));
  expect((await authClient.getRequestHeaders()).get('authorization')).toMatch(/^Bearer /);
  expect(gcp.tally()).toMatchObject({ exchanges: 1, calls: 2 });
});

test('in the name of a service account', async () => {
  gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
  const authClient = googleAuthClient(identities('gcp', { serviceAccountEmail: gcp.account.email }), 'gcp-prod', { scopes: [storage] });
  expect((await authClient.getAccessToken()).token).toBeTypeOf('string');
  expect(gcp.tally()).toMatchObject({ exchanges: 1, impersonations: 1 });
});

test('an exchange that hangs ends after its time: no SDK of Google gives a signal', async () => {
  const mend = gcp.clouds.fault({ host: 'sts.googleapis.com', fault: { kind: 'hang' } });
  const hanging = googleAuthClient(identities(), 'gcp-prod', { scopes: [storage], timeoutMs: 500 });
  expect(await failureOf(hanging.getAccessToken())).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  mend();
  expect((await googleAuthClient(identities(), 'gcp-prod', { scopes: [storage] }).getAccessToken()).token).toBeTypeOf('string');
  expect(() => googleAuthClient(identities(), 'gcp-prod', { scopes: [storage], timeoutMs: 0.5 })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
});

test('ten cold calls are one exchange, and a warm one is none', async () => {
  const authClient = googleAuthClient(identities(), 'gcp-prod', { scopes: [storage] });
  await Promise.all(Array.from({ length: 10 }, () => authClient.getAccessToken()));
  await authClient.getAccessToken();
  expect(gcp.tally().exchanges).toBe(1);
  expect(gcp.mints).toHaveLength(1);
});

test('only the named scopes: a token for storage reads no secret', async () => {
  gcp.secrets.set('a', 'x');
  const error = await failureOf(googleAuthClient(identities(), 'gcp-prod', { scopes: [storage] }).request({ url: secretUrl }));
  expect(error).toMatchObject({ status: 403 });
});

test('a token that was refused is dropped; the error of the SDK shows none', async () => {
  gcp.secrets.set('a', 'x');
  const authClient = googleAuthClient(identities(), 'gcp-prod', { scopes: [platform] });
  const { token } = await authClient.getAccessToken();
  gcp.clouds.fault({ host: 'secretmanager.googleapis.com', times: 1, fault: { kind: 'status', status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED', message: 'No.' } } } });
  const error = await failureOf(authClient.request({ url: secretUrl }));
  expect(inspect(error, { depth: 12, showHidden: true }).includes(token ?? 'none')).toBe(false);
  expect((await authClient.getAccessToken()).token).not.toBe(token);
  expect(gcp.tally().exchanges).toBe(2);
});

const echoes: readonly (readonly [string, (response: ServerResponse, sent: string) => void])[] = [
  ['as the error', (response, sent) => response.end(JSON.stringify({ error: sent }))],
  ['in the form of a Google API', (response, sent) => response.end(JSON.stringify({ error: { code: 400, message: `You sent ${sent}`, status: sent, errors: [{ message: sent }], details: [{ reason: sent }] } }))],
  ['as a page', (response, sent) => response.setHeader('content-type', 'text/html').end(`<p>${encodeURIComponent(sent)}`)],
  ['in a header', (response, sent) => response.setHeader('x-sent', sent).end('{}')],
  ['in the line of the status', (response, sent) => { response.statusMessage = sent; response.end('{}'); }],
  ['deeper than can be walked', (response, sent) => response.end(`{"error":${'['.repeat(100_000)}"${sent}"${']'.repeat(100_000)}}`)],
];

test.each(echoes)('a service that repeats the token %s: it is in no corner of the error', async (_, echo) => {
  await using hostile = await startHostileHost(gcp.clouds.transport, 'storage.googleapis.com', (response, request) => {
    response.setHeader('content-type', 'application/json').statusCode = 400;
    echo(response, request.headers.authorization?.slice('Bearer '.length) ?? '');
  });
  const authClient = googleAuthClient({ identity: () => ({ kind: 'gcp', settings: gcp.identity, transport: hostile.transport, subjectToken: gcp.context.subjectToken }) }, 'gcp-prod', { scopes: [storage] });
  const { token } = await authClient.getAccessToken() as { token: string };
  const error = await failureOf(authClient.request({ url: 'https://storage.googleapis.com/storage/v1/b' }));
  expect(error).toMatchObject({ status: 400, name: 'Error' });
  const shown = `${inspect(error, { depth: 200, showHidden: true, customInspect: false, maxStringLength: null, maxArrayLength: null })}${inspect(error, { depth: 200, showHidden: true })}${(error as Error).stack}`;
  expect(shown.includes(token)).toBe(false);
  expect(shown).not.toContain('eyJ');
});

test('a redirect to another host does not take the token along', async () => {
  const seen: (string | undefined)[] = [];
  await using target = await startHostileHost(gcp.clouds.transport, 'elsewhere.example.test', (response, request) => {
    seen.push(request.headers.authorization);
    response.end('{}');
  });
  await using hostile = await startHostileHost(target.transport, 'storage.googleapis.com', (response) => {
    response.writeHead(307, { location: 'https://elsewhere.example.test/' }).end();
  });
  const authClient = googleAuthClient({ identity: () => ({ kind: 'gcp', settings: gcp.identity, transport: hostile.transport, subjectToken: gcp.context.subjectToken }) }, 'gcp-prod', { scopes: [storage] });
  await authClient.request({ url: 'https://storage.googleapis.com/storage/v1/b' });
  expect(seen).toEqual([undefined]);
});

test('a config of another cloud, and no scope at all, are refused at once', () => {
  expect(() => googleAuthClient(identities('aws'), 'aws-prod', { scopes: [storage] })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  expect(() => googleAuthClient(identities(), 'gcp-prod', { scopes: [] })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
});

test('a refused exchange comes out as the error of Carnet', async () => {
  gcp.poolProvider.disabled = true;
  expect(await failureOf(googleAuthClient(identities(), 'gcp-prod', { scopes: [storage] }).getRequestHeaders())).toMatchObject({ code: 'TRUST_REJECTED', provider: 'gcp' });
});
