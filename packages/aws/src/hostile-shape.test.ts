import { CarnetError, type SecretStore } from '@carnet/provider';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHostileHost, type HostileHost } from '@carnet/provider-testkit';
import { collect, failureOf, region, secretsHost, startTestAws, stsHost, type TestAws } from './testing/test-aws.ts';

let aws: TestAws;
let hostile: HostileHost | undefined;
beforeEach(async () => { aws = await startTestAws(); aws.secrets.set('a', '1'); });
afterEach(async () => { await hostile?.[Symbol.asyncDispose](); hostile = undefined; await aws[Symbol.asyncDispose](); });

async function storeAgainst(host: string, answer: (response: ServerResponse) => void): Promise<SecretStore> {
  hostile = await startHostileHost(aws.clouds.transport, host, answer);
  return aws.open({}, aws.freshContext({ transport: hostile.transport }));
}

type Call = (store: SecretStore, signal?: AbortSignal) => Promise<unknown>;

const read: Call = (store, signal) => store.read({ name: 'a' }, { signal });
const readMany: Call = async (store, signal) => {
  const results = await store.readMany!([{ name: 'a' }, { name: 'b' }], { signal });
  for (const result of results) if (!result.ok) throw result.error;
  return results;
};
const list: Call = (store, signal) => collect(store.list!({ signal }));
const write: Call = (store, signal) => store.write!('a', new Uint8Array([65, 66]), { signal });
const remove: Call = (store, signal) => store.remove!('a', { signal });

const shapes = ['null', '0', '1e400', '123456789012345678901234567890', 'true', '"x"', '"\\ud800"', '""', '[]', '{}', '[null]', '[7]', '["x"]', '[[]]', '[{}]', '{"length":5}', '{"__proto__":{"Name":"a"}}', '{"toString":1,"then":1}', '[{"Name":{"a":1}}]', '[{"SecretId":["a"],"ErrorCode":{},"Message":[]}]', '[{"SecretId":"a","ErrorCode":7,"Message":{"x":1}}]', '[{"Name":"a","CreatedDate":"NaN"}]'];
const good = { ARN: `"arn:aws:secretsmanager:${region}:123456789012:secret:a-AbCdEf"`, Name: '"a"', VersionId: `"${'0'.repeat(32)}"`, SecretString: '"1"' };

test.each<[string, Call, Readonly<Record<string, string>>, readonly string[]]>([
  ['read', read, good, ['ARN', 'Name', 'VersionId', 'SecretString', 'SecretBinary', 'VersionStages', 'CreatedDate']],
  ['readMany', readMany, {}, ['SecretValues', 'Errors', 'NextToken']],
  ['list', list, {}, ['SecretList', 'NextToken']],
  ['write', write, good, ['ARN', 'Name', 'VersionId', 'VersionStages']],
  ['remove', remove, good, ['ARN', 'Name', 'DeletionDate']],
])('%s: each field of an answer may have any shape, and what comes of it is an answer or a STORE_FAULT', async (_, call, fields, changed) => {
  let body = '';
  const store = await storeAgainst(secretsHost, (response) => response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(body));
  const others: string[] = [];
  for (const field of changed) {
    for (const shape of shapes) {
      body = `{${Object.entries({ ...fields, [field]: shape }).map(([key, text]) => `"${key}":${text}`).join(',')}}`;
      const outcome = await call(store).then(() => 'an answer', (error: unknown) => (CarnetError.isInstance(error) ? error.code : 'an error that is not ours'));
      if (outcome !== 'an answer' && outcome !== 'STORE_FAULT') others.push(`${field}: ${shape}: ${outcome}`);
    }
  }
  expect(others).toEqual([]);
});

test.each<[string, Call, string]>([
  ['a version that is half a character', read, `{${Object.entries({ ...good, VersionId: '"\\ud800"' }).map(([key, text]) => `"${key}":${text}`).join(',')}}`],
  ['a version that repeats the value', write, '{"VersionId":"AB"}'],
  ['a list that is a word', list, '{"SecretList":"names"}'],
])('%s is a STORE_FAULT', async (_, call, body) => {
  expect(await failureOf(call(await storeAgainst(secretsHost, (response) => response.end(body))))).toMatchObject({ code: 'STORE_FAULT' });
});

test('a list shows no name that could not be read: it goes onto a screen', async () => {
  const names = ['a', '\u001b[2J', 'a b', '\u202eb', 'x'.repeat(513), 'app/b'];
  const store = await storeAgainst(secretsHost, (response) => response.end(JSON.stringify({ SecretList: names.map((Name) => ({ Name })) })));
  expect(await list(store)).toEqual([{ name: 'a', enabled: true }, { name: 'app/b', enabled: true }]);
});

const stsShapes = ['<Credentials/>', '<Credentials>x</Credentials>', '<Credentials><AccessKeyId><b>1</b></AccessKeyId></Credentials>', '<Credentials/><Credentials/>', '<Credentials><Expiration/><Expiration/></Credentials>', '<Credentials><Expiration>NaN</Expiration></Credentials>', '<AssumedRoleUser><Arn><a/></Arn></AssumedRoleUser>', '<AssumedRoleUser>7</AssumedRoleUser>', '<__proto__><Credentials/></__proto__>', '<constructor>1</constructor>', '<SubjectFromWebIdentityToken><a/></SubjectFromWebIdentityToken>', '<![CDATA[<Credentials>]]>', '&xxe;', '&#x110000;', '&#xD800;', '<a b="c" b="d"/>'];

test.each([['AssumeRoleWithWebIdentity', false], ['GetCallerIdentity', true]])('%s: an answer of any shape is a TOKEN_ENDPOINT_FAULT', async (action, isStatic) => {
  let body = '';
  hostile = await startHostileHost(aws.clouds.transport, stsHost, (response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(body));
  const context = aws.freshContext({ transport: hostile.transport });
  const store = isStatic ? aws.openWithKey({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 's'.repeat(40) }, {}, context) : aws.open({}, context);
  for (const shape of [...stsShapes, '<Arn/>', '<Arn><a/></Arn>', '<Arn>arn:aws:iam::123456789012:user/a b&#10;c</Arn>']) {
    for (const wrapped of [`<${action}Result>${shape}</${action}Result>`, shape, `<${action}Result/><${action}Result>${shape}</${action}Result>`]) {
      body = `<!DOCTYPE a [<!ENTITY xxe SYSTEM "file:///etc/hostname">]><${action}Response>${wrapped}</${action}Response>`;
      expect(await failureOf(store.authenticate({})), wrapped).toMatchObject({ code: 'TOKEN_ENDPOINT_FAULT' });
    }
  }
});

const bothHosts = [[stsHost, 'TOKEN_ENDPOINT'], [secretsHost, 'STORE']] as const;
const page = '<html><body>Sign in</body></html>';

test.each<[string, (response: ServerResponse) => void]>([
  ['204', (response) => response.writeHead(204).end()],
  ['a page with 200', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page)],
  ['half of something compressed', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{}').subarray(0, 12))],
  ['early hints and then a page', (response) => { for (let index = 0; index < 50; index += 1) response.writeEarlyHints({ link: '</a>; rel=preload' }); response.writeHead(200).end(page); }],
  ['no HTTP', (response) => { response.socket?.end('SSH-2.0-x\r\n'); }],
  ['a header that never ends', (response) => { response.socket?.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`); }],
  ['two lengths', (response) => { response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}'); }],
  ['a status that is none', (response) => { response.socket?.end('HTTP/1.1 999 x\r\ncontent-length: 0\r\n\r\n'); }],
  ['10 MB', (response) => response.writeHead(200).end(Buffer.alloc(10_485_760, '['))],
])('%s is no answer, of STS as of Secrets Manager', async (_, answer) => {
  for (const [host, code] of bothHosts) {
    await using server = await startHostileHost(aws.clouds.transport, host, answer);
    const store = aws.open({}, aws.freshContext({ transport: server.transport }));
    expect(await failureOf(read(store))).toMatchObject({ code: expect.stringMatching(new RegExp(`^${code}_(?:FAULT|UNREACHABLE)$`)) as string });
    await expect.poll(() => server.seen.connections).toBeLessThanOrEqual(1);
  }
});

test.each<[string, (response: ServerResponse) => void]>([
  ['nothing at all', () => undefined],
  ['another protocol', (response) => { response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nx'); }],
  ['the head and a byte now and then', (response) => { response.writeHead(200); const drip = setInterval(() => response.write(' '), 5); response.on('close', () => clearInterval(drip)); }],
  ['hint after hint', (response) => { const drip = setInterval(() => response.writeEarlyHints({ link: '</a>; rel=preload' }), 5); response.on('close', () => clearInterval(drip)); }],
])('a host that answers with %s ends with the signal, and its connection is closed', async (_, answer) => {
  for (const [host] of bothHosts) {
    for (const call of host === stsHost ? [read] : [read, readMany, list, write, remove]) {
      await using server = await startHostileHost(aws.clouds.transport, host, answer);
      const abort = new AbortController();
      const failure = failureOf(call(aws.open({}, aws.freshContext({ transport: server.transport })), abort.signal));
      await expect.poll(() => server.seen.requests).toBe(1);
      abort.abort();
      expect(await failure).toMatchObject({ code: 'ABORTED' });
      await expect.poll(() => server.seen.connections).toBe(0);
    }
  }
});
