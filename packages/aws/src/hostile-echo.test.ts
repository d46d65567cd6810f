import { CarnetError, type SecretStore } from '@carnet/provider';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHostileHost } from '@carnet/provider-testkit';
import { bytes, collect, failureOf, secretsHost, startTestAws, stsHost, type TestAws } from './testing/test-aws.ts';

let aws: TestAws;
beforeEach(async () => { aws = await startTestAws(); });
afterEach(async () => { await aws[Symbol.asyncDispose](); });

const value = 'p\u00e4ss "word" & <Zq7!> of 2026';

/** In which ways somebody could repeat a text. */
const echoes: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'its first 60 characters': (secret) => secret.slice(0, 60),
  'from its middle': (secret) => `here: ${secret.slice(Math.floor(secret.length / 2)).slice(0, 40)} .`,
  'in pieces of 40': (secret) => (secret.match(/.{1,40}/g) ?? []).join(' '),
  'percent-encoded': (secret) => encodeURIComponent(secret),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64url behind a prefix': (secret) => Buffer.from(`k=${secret}`).toString('base64url'),
  'in hex': (secret) => Buffer.from(secret).toString('hex'),
  'as JSON': (secret) => JSON.stringify(secret).slice(1, -1),
};

/** Everything that anybody could see of what a call left behind. */
function visible(left: readonly unknown[]): string {
  return left.map((each) => [inspect(each, { showHidden: true, depth: Infinity, customInspect: false, maxStringLength: Infinity, maxArrayLength: Infinity }), inspect(each), JSON.stringify(each), String(each), each instanceof Error ? each.stack : ''].join('\n')).join('\n');
}

function expectNothingOf(secret: string, left: readonly unknown[]): void {
  const shown = visible(left);
  for (const echo of Object.values(echoes)) expect(shown.includes(echo(secret).slice(0, 40)), echo(secret)).toBe(false);
  for (let start = 0; start + 24 <= secret.length; start += 1) expect(shown.includes(secret.slice(start, start + 24))).toBe(false);
}

test.each(Object.keys(echoes))('LOGS 86 87 STS repeats the subject token %s, in code, sentence and request id: none of it is kept', async (how) => {
  const token = aws.issuer.mint();
  aws.source = () => token;
  const said = echoes[how]!(token);
  const escaped = said.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  for (const status of [400, 403, 500]) {
    await using server = await startHostileHost(aws.clouds.transport, stsHost, (response) => response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': said.slice(0, 200), 'x-amz-request-id': said.slice(0, 200) }).end(`<ErrorResponse><Error><Code>${escaped.slice(0, 64)}</Code><Message>${escaped}</Message></Error><RequestId>${escaped.slice(0, 64)}</RequestId></ErrorResponse>`));
    const context = aws.freshContext({ transport: server.transport });
    const error = await failureOf(aws.open({}, context).authenticate({}));
    expect(CarnetError.isInstance(error)).toBe(true);
    expectNothingOf(token, [error, context.session, ...aws.observations]);
  }
});

const calls: readonly ((store: SecretStore) => Promise<unknown>)[] = [
  (store) => store.read({ name: 'a' }, {}),
  (store) => store.readMany!([{ name: 'a' }, { name: 'b' }], {}),
  (store) => collect(store.list!({})),
  (store) => store.write!('a', bytes(value), {}),
  (store) => store.write!('a', new Uint8Array([...bytes(value), 255]), {}),
  (store) => store.remove!('a', {}),
];

test.each(Object.keys(echoes))('LOGS 86 87 Secrets Manager repeats the session token and the value %s, in code, sentence, request id, version and the errors of a batch: none of it is kept', async (how) => {
  for (const status of [200, 400, 403, 500]) {
    const session: string[] = [];
    let echoed = '';
    await using server = await startHostileHost(aws.clouds.transport, secretsHost, (response, request) => {
      const token = String(request.headers['x-amz-security-token']);
      session.push(token);
      const said = echoes[how]!(echoed === 'value' ? value : token);
      const header = Buffer.from(said).toString('latin1').replace(/[^\x20-\x7e]/g, '').slice(0, 200);
      const entry = { SecretId: 'a', ErrorCode: said.slice(0, 64), Message: said };
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': header.slice(0, 64) })
        .end(JSON.stringify({ __type: said.slice(0, 64), message: said, Message: said, code: said, $metadata: said, VersionId: said.slice(0, 64), Errors: [entry, { ...entry, SecretId: 'b', ErrorCode: 'AccessDeniedException' }], NextToken: said }));
    });
    for (echoed of ['token', 'value']) {
      for (const call of calls) {
        const context = aws.freshContext({ transport: server.transport });
        const left = await call(aws.open({}, context)).catch((error: unknown) => error);
        expectNothingOf(session.at(-1) ?? '', [left, context.session, ...aws.observations]);
        if (echoed === 'value' && calls.indexOf(call) >= 3 && calls.indexOf(call) < 5) expectNothingOf(value, [left, context.session, ...aws.observations]);
      }
    }
  }
});

test('STS repeats the session token of a static key as its principal: it is nobody', async () => {
  const sessionToken = 'FwoGZXIvYXdzEJr'.repeat(8);
  await using server = await startHostileHost(aws.clouds.transport, stsHost, (response) => response.end(`<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/${sessionToken}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`));
  const store = aws.openWithKey({ accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 's'.repeat(40), sessionToken }, {}, aws.freshContext({ transport: server.transport }));
  const error = await failureOf(store.authenticate({}));
  expect(error).toMatchObject({ code: 'TOKEN_ENDPOINT_FAULT' });
  expectNothingOf(sessionToken, [error]);
});

test('a create that meets somebody else\'s is put, even where the value repeats the code of that answer', async () => {
  aws.secrets.set('a', '0');
  aws.clouds.fault({ operation: 'PutSecretValue', times: 1, fault: { kind: 'status', status: 400, body: { __type: 'ResourceNotFoundException', message: 'x' } } });
  await aws.open().write!('a', bytes('ResourceExistsException'), {});
  expect(new TextDecoder().decode((await aws.open().read({ name: 'a' }, {})).bytes)).toBe('ResourceExistsException');
});

test('a write whose answer was lost, and that is repeated after somebody else wrote, is the newest again', async () => {
  aws.secrets.set('a', '0');
  const store = aws.open();
  aws.clouds.fault({ operation: 'PutSecretValue', times: 1, fault: { kind: 'truncate' } });
  await failureOf(store.write!('a', bytes('1'), {}));
  // So that the version of the lost write has no label left.
  for (const other of ['2', '3']) aws.secrets.set('a', other);
  const { version } = await store.write!('a', bytes('1'), {});
  expect(await store.read({ name: 'a' }, {})).toEqual({ bytes: bytes('1'), version });
});
