import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect, failureOf, region, secretsHost, startTestAws, stsHost, text, type TestAws } from './testing/test-aws.ts';

let aws: TestAws;
beforeEach(async () => { aws = await startTestAws(); aws.secrets.set('a', '1'); });
afterEach(async () => { await aws[Symbol.asyncDispose](); });

test.each(['a\u0000b', 'a\u202eb', '\u0430', 'a\r\nX: y', 'a b', '', 'x'.repeat(513), 'arn:aws:secretsmanager:us-east-1:999999999999:secret:x-AbCdEf', `arn:aws:secretsmanager:${region}:123456789012:secret:a-AbCdEf`, '!a', 'a*'])('SECRET REFS 36 37 the name %j never becomes a request', async (name) => {
  const store = aws.open();
  for (const call of [store.read({ name }, {}), store.write!(name, new Uint8Array([65]), {}), store.remove!(name, {})]) expect(await failureOf(call)).toMatchObject({ code: 'REFERENCE_INVALID' });
  expect(aws.clouds.requests).toEqual([]);
});

test('a name that ends like an ARN, with a hyphen and six characters, is read by its exact name', async () => {
  aws.secrets.set('app', 'short');
  aws.secrets.set('app-AbCdEf', 'long');
  const store = aws.open();
  expect(text((await store.read({ name: 'app-AbCdEf' }, {})).bytes)).toBe('long');
  expect(text((await store.read({ name: 'app' }, {})).bytes)).toBe('short');
});

test.each([
  ['ResourceNotFoundException', "Secrets Manager can't find the specified secret.", 'SECRET_NOT_FOUND', false],
  ['InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.", 'SECRET_DISABLED', false],
  ['InvalidRequestException', 'The secret is a replica.', 'STORE_FAULT', false],
  ['InvalidParameterException', 'Invalid name.', 'REFERENCE_INVALID', false],
  ['DecryptionFailure', "Secrets Manager can't decrypt the protected secret text using the provided KMS key.", 'ACCESS_DENIED', false],
  ['AccessDeniedException', 'Access to KMS is not allowed', 'ACCESS_DENIED', false],
  ['InternalServiceError', 'An error occurred on the server side.', 'STORE_FAULT', true],
  ['ThrottlingException', 'Rate exceeded', 'THROTTLED', true],
  ['TooManyRequestsException', 'Rate exceeded', 'THROTTLED', true],
  ['ExpiredTokenException', 'The security token included in the request is expired', 'CREDENTIAL_EXPIRED', true],
  ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'CREDENTIAL_EXPIRED', true],
  ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', 'CLOCK_SKEW', false],
  ['InvalidSignatureException', 'Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z', 'CLOCK_SKEW', false],
  ['SomethingNew', 'Nobody knows.', 'STORE_FAULT', false],
])('facts 2: Secrets Manager says %s (%s), and we say %s', async (type, message, code, retryable) => {
  const store = aws.open();
  await store.authenticate({});
  const status = type === 'InternalServiceError' ? 500 : 400;
  for (const body of [{ __type: type, message }, { __type: `com.amazonaws.secretsmanager#${type}`, Message: message }]) {
    aws.clouds.fault({ operation: 'GetSecretValue', times: 1, fault: { kind: 'status', status, body } });
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code, retryable, step: 'read', cloudCode: type, cloudMessage: message });
  }
  aws.clouds.fault({ operation: 'GetSecretValue', times: 1, fault: { kind: 'status', status, headers: { 'x-amzn-errortype': `${type}:http://internal.amazon.com/` }, body: { message } } });
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code, cloudCode: type });
});

test.each([
  ['html', { kind: 'html', status: 403 }, 'STORE_FAULT'],
  ['an unavailable service', { kind: 'status', status: 503, body: '' }, 'STORE_FAULT'],
  ['429 alone', { kind: 'status', status: 429, body: '' }, 'THROTTLED'],
  ['a reset', { kind: 'reset' }, 'STORE_UNREACHABLE'],
  ['half an answer', { kind: 'truncate' }, 'STORE_FAULT'],
] as const)('a read that meets %s is a failure that may pass, after one request', async (_, fault, code) => {
  const store = aws.open();
  await store.authenticate({});
  aws.clouds.clearRequests();
  aws.clouds.fault({ host: secretsHost, fault });
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code, retryable: true });
  expect(aws.operations()).toEqual(['GetSecretValue']);
});

test('a host that refuses, and one without a certificate that we trust, are told with the reason', async () => {
  const { Agent } = await import('node:https');
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen({ host: '127.0.0.1', port: 0 }, resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => { server.close(() => resolve()); });
  const { connect } = await import('node:net');
  const refusing = new Agent();
  refusing.createConnection = () => connect(port, '127.0.0.1');
  const store = aws.open({}, aws.freshContext({ transport: { ...aws.clouds.transport, agent: () => refusing } }));
  expect(await failureOf(store.authenticate({}))).toMatchObject({ code: 'TOKEN_ENDPOINT_UNREACHABLE', message: `${stsHost} could not be reached: it refuses the connection (ECONNREFUSED).` });
  const tls = await import('node:tls');
  const untrusting = new Agent();
  untrusting.createConnection = () => tls.connect({ host: '127.0.0.1', port: aws.clouds.port, servername: stsHost });
  const other = aws.open({}, aws.freshContext({ transport: { ...aws.clouds.transport, agent: () => untrusting } }));
  expect(await failureOf(other.authenticate({}))).toMatchObject({ code: 'TOKEN_ENDPOINT_UNREACHABLE', message: expect.stringContaining('not signed by an authority') as string });
});

test('an address that the transport of the host refuses keeps its code', async () => {
  const store = aws.open({ region: 'us-west-9' });
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
});

test('an empty list is a list', async () => {
  aws.secrets.remove('a');
  expect(await collect(aws.open().list!({}))).toEqual([]);
});
