import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHostileHost, type HostileHost } from '@carnet/provider-testkit';
import { collect, failureOf, region, secretsHost, startTestAws, stsHost, type TestAws } from './testing/test-aws.ts';
import { testSubject as subject } from '@carnet/provider-testkit';

let aws: TestAws;
beforeEach(async () => { aws = await startTestAws(); aws.secrets.set('a', '1'); });
afterEach(async () => { await aws[Symbol.asyncDispose](); });

type Answer = (response: ServerResponse) => void;

async function against<T>(host: string, answer: Answer, work: (store: ReturnType<TestAws['open']>, hostile: HostileHost) => Promise<T>): Promise<T> {
  await using hostile = await startHostileHost(aws.clouds.transport, host, answer);
  return await work(aws.open({}, aws.freshContext({ transport: hostile.transport })), hostile);
}

const endless: Answer = (response) => {
  response.writeHead(200);
  const chunk = Buffer.alloc(1_048_576, 'x');
  const go = (): void => { while (!response.destroyed && response.write(chunk)); };
  response.on('drain', go);
  go();
};

test.each([[stsHost, 'TOKEN_ENDPOINT_FAULT'], [secretsHost, 'STORE_FAULT']])('an answer of %s without an end is broken off (the SDK reads on until the process dies)', async (host, code) => {
  await against(host, endless, async (store, { seen }) => {
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code, message: expect.stringContaining('found no end') as string });
    await expect.poll(() => seen.connections).toBe(0);
  });
});

test.each([301, 302, 307, 308])('a redirect (%i) is followed by nobody, from STS as from Secrets Manager', async (status) => {
  for (const host of [stsHost, secretsHost]) {
    await against(host, (response) => response.writeHead(status, { location: 'https://evil.example/' }).end('x'), async (store, { seen }) => {
      expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'REDIRECT_REFUSED', retryable: false });
      expect(seen.requests).toBe(1);
    });
  }
});

const part = (name: string, text: string): string => `<${name}>${text}</${name}>`;
const good = {
  AccessKeyId: 'ASIAIOSFODNN7EXAMPLE', SecretAccessKey: 's'.repeat(40), SessionToken: 't'.repeat(200), Expiration: new Date(Date.now() + 900_000).toISOString(),
  Arn: 'arn:aws:sts::123456789012:assumed-role/carnet/carnet', Subject: subject, Audience: 'sts.amazonaws.com', Provider: 'arn:aws:iam::123456789012:oidc-provider/issuer.example.test',
};

function session(changes: Partial<typeof good>): Answer {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration, Arn, Subject, Audience, Provider } = { ...good, ...changes };
  const credentials = part('AccessKeyId', AccessKeyId) + part('SecretAccessKey', SecretAccessKey) + part('SessionToken', SessionToken) + part('Expiration', Expiration);
  const result = part('Credentials', credentials) + part('AssumedRoleUser', part('Arn', Arn) + part('AssumedRoleId', 'AROA:carnet')) + part('SubjectFromWebIdentityToken', Subject) + part('Audience', Audience) + part('Provider', Provider);
  return (response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(`<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${part('AssumeRoleWithWebIdentityResult', result)}</AssumeRoleWithWebIdentityResponse>`);
}

test.each([
  ['as AWS answers', {}],
  ['with the issuer as provider, which is what AWS documents', { Provider: 'https://issuer.example.test' }],
])('a session is taken %s', async (_, changes) => {
  await against(stsHost, session(changes), async (store) => expect(await store.authenticate({})).toMatchObject({ principal: good.Arn }));
});

test.each(['1', '-1', 'soon', 'Sun, 22 Nov 9999 00:00:00 GMT GMT'])('a Date of %s says nothing of AWS\'s clock: the session is taken by ours', async (date) => {
  const dated: Answer = (response) => session({})(response.setHeader('date', date));
  await against(stsHost, dated, async (store) => expect(await store.authenticate({})).toMatchObject({ principal: good.Arn }));
});

test.each([
  ['another subject', { Subject: 'organization:other' }],
  ['another audience', { Audience: 'api://other' }],
  ['another provider', { Provider: 'arn:aws:iam::123456789012:oidc-provider/evil.example' }],
  ['a provider that only ends alike', { Provider: 'arn:aws:iam::123456789012:oidc-provider/evil.example/issuer.example.test' }],
  ['another role', { Arn: 'arn:aws:sts::123456789012:assumed-role/admin/carnet' }],
  ['another account', { Arn: 'arn:aws:sts::999999999999:assumed-role/carnet/carnet' }],
  ['another session', { Arn: 'arn:aws:sts::123456789012:assumed-role/carnet/other' }],
  ['a newline in the token', { SessionToken: 'a&#10;b' }],
  ['no key', { AccessKeyId: '' }],
  ['no secret', { SecretAccessKey: '' }],
  ['an end that is over', { Expiration: '2001-01-01T00:00:00Z' }],
  ['an end in a hundred years', { Expiration: '2126-01-01T00:00:00Z' }],
  ['no date as its end', { Expiration: 'soon' }],
])('a session with %s is none of ours', async (_, changes) => {
  await against(stsHost, session(changes), async (store) => expect(await failureOf(store.authenticate({}))).toMatchObject({ code: 'TOKEN_ENDPOINT_FAULT' }));
});

test.each<[string, Answer]>([
  ['no XML', (response) => response.end('hello')],
  ['nothing', (response) => response.end()],
  ['a page', (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>')],
  ['half of it', (response) => { response.writeHead(200, { 'content-length': '5000' }); response.write('<AssumeRole', () => response.destroy()); }],
  ['entities that grow', (response) => response.end(`<!DOCTYPE a [<!ENTITY b "${'x'.repeat(1000)}">${Array.from({ length: 20 }, (_, index) => `<!ENTITY b${index} "${`&b${index === 0 ? '' : index - 1};`.repeat(10)}">`).join('')}]><a>&b19;</a>`)],
  ['deep nesting', (response) => response.end('<a>'.repeat(60_000))],
  ['compressed bytes', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.alloc(1000, 31))],
])('what STS never answers is a fault that may pass: %s', async (_, answer) => {
  await against(stsHost, answer, async (store) => expect(await failureOf(store.authenticate({}))).toMatchObject({ code: 'TOKEN_ENDPOINT_FAULT', retryable: true }));
});

test.each([
  ['a getter-like name', { __type: '__proto__', message: 'x' }],
  ['no type', { message: 'x' }],
  ['a list', []],
  ['a number', 7],
  ['markup as its type', { __type: '<img src=x onerror=alert(1)>', message: '<script>' }],
])('what Secrets Manager never answers is a fault: %s', async (_, body) => {
  for (const status of [200, 400, 500]) {
    await against(secretsHost, (response) => response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body)), async (store) => {
      const error = await failureOf(store.read({ name: 'a' }, {}));
      expect(error).toMatchObject({ code: 'STORE_FAULT' });
      expect(JSON.stringify(error)).not.toMatch(/onerror|<script/);
    });
  }
});

test.each([
  ['the same token for ever', () => 'again'],
  ['a new token for ever', () => String(Math.random())],
])('a list stops where AWS names %s', async (_, next) => {
  const page: Answer = (response) => response.end(JSON.stringify({ SecretList: [{ Name: 'a' }], NextToken: next() }));
  await against(secretsHost, page, async (store, { seen }) => {
    expect(await failureOf(collect(store.list!({})))).toMatchObject({ code: 'STORE_FAULT', step: 'list', retryable: false });
    expect(seen.requests).toBeLessThanOrEqual(1_001);
  });
});

test('an empty page with a token is no end', async () => {
  let pages = 0;
  const page: Answer = (response) => { pages += 1; response.end(JSON.stringify(pages === 3 ? { SecretList: [{ Name: 'a' }] } : { SecretList: [], NextToken: `page-${pages}` })); };
  await against(secretsHost, page, async (store) => expect(await collect(store.list!({}))).toEqual([{ name: 'a', enabled: true }]));
});

test('a cloud that repeats the value in its refusal is not repeated by us', async () => {
  const store = aws.open();
  for (const [value, echoed] of [['canary-value', 'canary-value'], ['\u00ff\u0000\u0001', Buffer.from([255, 0, 1]).toString('base64')]] as const) {
    aws.clouds.fault({ operation: 'PutSecretValue', times: 1, fault: { kind: 'status', status: 400, body: { __type: 'InvalidParameterException', message: `The value ${echoed} is not allowed.` } } });
    const error = await failureOf(store.write!('a', value.startsWith('c') ? Buffer.from(value) : new Uint8Array([255, 0, 1]), {}));
    expect(error).toMatchObject({ code: 'STORE_FAULT', cloudMessage: undefined });
    expect(JSON.stringify(error)).not.toContain(echoed);
  }
});

test('the region of the identity is where the token goes, and nowhere else', async () => {
  await aws.open({ region: 'us-east-1' }).authenticate({});
  expect(aws.clouds.requests.filter(({ service }) => service === 'aws-sts').map(({ host }) => host)).toEqual([`sts.${region}.amazonaws.com`]);
});
