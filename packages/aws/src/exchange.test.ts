import type { CarnetError } from '@carnet/provider';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failureOf, region, startTestAws, stsHost, text, type TestAws } from './testing/test-aws.ts';
import { testSubject as subject } from '@carnet/provider-testkit';

let aws: TestAws;
beforeEach(async () => { aws = await startTestAws(); aws.secrets.set('a', '1'); });
afterEach(async () => { vi.useRealTimers(); vi.unstubAllEnvs(); await aws[Symbol.asyncDispose](); });

/** For AWS and for this host: the SDK signs by the clock of the process. */
function advance(milliseconds: number): void {
  aws.clock.time += milliseconds;
  vi.useFakeTimers({ toFake: ['Date'], now: aws.clock.time });
}

const exchanges = (): number => aws.operations().filter((operation) => operation === 'AssumeRoleWithWebIdentity').length;

/** An error of STS, as it stands on the wire. */
const stsError = (code: string, message: string, status = 400, headers: Record<string, string> = {}) =>
  ({ kind: 'status', status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'c6104cbe-af31-11e0-8154-cbc7ccf896c7', ...headers }, body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ErrorResponse>` }) as const;

test('50 cold reads of two stores make 1 exchange and 1 subject token (the SDK makes one for each client)', async () => {
  const stores = [aws.open(), aws.open()];
  await Promise.all(stores.flatMap((store) => Array.from({ length: 25 }, () => store.read({ name: 'a' }, {}))));
  expect(exchanges()).toBe(1);
  expect(aws.mints).toHaveLength(1);
  expect(aws.observations).toEqual([expect.objectContaining({ name: 'exchange', step: 'authenticate' })]);
});

test('the session lives 900 s and carries the id of the run, which CloudTrail shows', async () => {
  await aws.open({}, aws.freshContext({ run: { id: 'a1b2-c3' } })).authenticate({});
  await aws.open({}, aws.freshContext()).authenticate({});
  await aws.open({}, aws.freshContext({ run: { id: 'organization:x' } })).authenticate({});
  expect(aws.role.sessions.map(({ name }) => name)).toEqual(['carnet-a1b2-c3', 'carnet', 'carnet']);
  // STS ends a session at a whole second.
  expect(Math.abs((aws.role.sessions[0]?.expiresAt ?? 0) - aws.clock.time - 900_000)).toBeLessThanOrEqual(1_000);
});

test('credentials are renewed in their last third, and not before', async () => {
  const store = aws.open();
  await store.read({ name: 'a' }, {});
  advance(590_000);
  await store.read({ name: 'a' }, {});
  expect(exchanges()).toBe(1);
  advance(20_000);
  await store.read({ name: 'a' }, {});
  expect(exchanges()).toBe(2);
});

test('while a renewal fails for a passing reason the old credentials serve to their end (inside the last 5 minutes the SDK fails the call)', async () => {
  const store = aws.open();
  await store.read({ name: 'a' }, {});
  const mend = aws.clouds.fault({ host: stsHost, fault: { kind: 'status', status: 503, body: '' } });
  advance(800_000);
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
  await store.read({ name: 'a' }, {});
  // The second read did not ask again at once.
  expect(exchanges()).toBe(2);
  advance(101_000);
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'TOKEN_ENDPOINT_FAULT' });
  mend();
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('while a renewal hangs the old credentials serve, too: it costs the call that waited, and not its repeat', async () => {
  const store = aws.open();
  await store.read({ name: 'a' }, {});
  aws.clouds.fault({ host: stsHost, fault: { kind: 'hang' } });
  advance(700_000);
  const deadline = new AbortController();
  const waiting = failureOf(store.read({ name: 'a' }, { signal: deadline.signal }));
  await vi.waitFor(() => expect(exchanges()).toBe(2), { timeout: 10_000 });
  deadline.abort(new DOMException('late', 'TimeoutError'));
  expect(await waiting).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('a renewal that is refused is told at once: the old credentials hide no trust that was withdrawn', async () => {
  const store = aws.open();
  await store.read({ name: 'a' }, {});
  aws.clouds.fault({ host: stsHost, fault: stsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403) });
  advance(700_000);
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'TRUST_REJECTED' });
});

test('credentials that AWS no longer takes are dropped, so that a repeat gets fresh ones (the SDK does not)', async () => {
  const store = aws.open();
  await store.read({ name: 'a' }, {});
  aws.clouds.fault({ operation: 'GetSecretValue', times: 1, fault: { kind: 'status', status: 400, body: { __type: 'ExpiredTokenException', message: 'The security token included in the request is expired' } } });
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'CREDENTIAL_EXPIRED', retryable: true });
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
  expect(exchanges()).toBe(2);
});

test('cold reads share the refusal of one exchange, and none of it is kept', async () => {
  aws.source = () => aws.issuer.mint({ sub: 'organization:other' });
  const store = aws.open();
  const errors = await Promise.all(Array.from({ length: 10 }, () => failureOf(store.read({ name: 'a' }, {}))));
  expect(errors.map((error) => (error as CarnetError).code)).toEqual(errors.map(() => 'TRUST_REJECTED'));
  expect(exchanges()).toBe(1);
  aws.source = () => aws.issuer.mint();
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('a first read that its caller ends does not end the exchange that others wait for', async () => {
  aws.clouds.fault({ host: stsHost, times: 1, fault: { kind: 'latency', milliseconds: 200 } });
  const store = aws.open();
  const abort = new AbortController();
  const first = failureOf(store.read({ name: 'a' }, { signal: abort.signal }));
  const second = store.read({ name: 'a' }, {});
  await vi.waitFor(() => expect(exchanges()).toBe(1), { timeout: 10_000 });
  abort.abort();
  expect(await first).toMatchObject({ code: 'ABORTED' });
  expect(text((await second).bytes)).toBe('1');
  expect(exchanges()).toBe(1);
});

test.each([['AssumeRoleWithWebIdentity'], ['GetSecretValue']])('a signal reaches %s, where the SDK alone would wait (aws-sdk-js-v3 5810)', async (operation) => {
  aws.clouds.fault({ operation, fault: { kind: 'hang' } });
  const abort = new AbortController();
  const read = failureOf(aws.open().read({ name: 'a' }, { signal: abort.signal }));
  await vi.waitFor(() => expect(aws.operations()).toContain(operation), { timeout: 10_000 });
  abort.abort(new DOMException('late', 'TimeoutError'));
  expect(await read).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});

test('the SDK repeats nothing: one request for each attempt, whatever AWS answers', async () => {
  for (const fault of [stsError('IDPCommunicationError', 'later'), stsError('Throttling', 'Rate exceeded'), { kind: 'status', status: 500, body: '' }, { kind: 'reset' }] as const) {
    aws.clouds.clearRequests();
    const remove = aws.clouds.fault({ host: stsHost, fault });
    expect(await failureOf(aws.open().authenticate({}))).toMatchObject({ retryable: true });
    expect(exchanges()).toBe(1);
    remove();
  }
});

const verificationKey = "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";

test.each([
  ['InvalidIdentityToken', verificationKey, 'ISSUER_UNREACHABLE', true],
  ['InvalidIdentityToken', 'No OpenIDConnect provider found in your account for https://issuer.example.test', 'TRUST_REJECTED', false],
  ['InvalidIdentityToken', 'Incorrect token audience', 'TRUST_REJECTED', false],
  ['InvalidIdentityToken', 'The target role ARN is not present in the roles claim of the identity token', 'TRUST_REJECTED', false],
  ['InvalidIdentityToken', 'The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.', 'SIGNATURE_REJECTED', false],
  ['InvalidIdentityToken', 'Token issued in the future: 1767225612', 'CLOCK_SKEW', false],
  ['InvalidIdentityToken', 'The ID Token provided is not a valid JWT.', 'EXCHANGE_REJECTED', false],
  ['IDPCommunicationError', 'An error occurred.', 'ISSUER_UNREACHABLE', true],
  ['IDPRejectedClaim', 'The claim was rejected.', 'EXCHANGE_REJECTED', false],
  ['AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 'TRUST_REJECTED', false],
  ['PackedPolicyTooLarge', 'Packed size of session tags consumes 105% of allotted space.', 'EXCHANGE_REJECTED', false],
  ['RegionDisabledException', 'STS is not activated in this region for account:123456789012.', 'EXCHANGE_REJECTED', false],
  ['ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.', 'EXCHANGE_REJECTED', false],
  ['ExpiredTokenException', 'Token expired: current date/time 1 must be before the expiration date/time 0', 'CLOCK_SKEW', false],
  ['ExpiredToken', 'Token expired', 'CLOCK_SKEW', false],
  ['Throttling', 'Rate exceeded', 'THROTTLED', true],
  ['InternalFailure', 'Oops', 'TOKEN_ENDPOINT_FAULT', true],
])('facts 2: STS says %s (%s), and we say %s', async (code, message, expected, retryable) => {
  aws.clouds.fault({ host: stsHost, fault: stsError(code, message, code === 'InternalFailure' ? 500 : 400) });
  expect(await failureOf(aws.open().authenticate({}))).toMatchObject({ code: expected, retryable, requestId: 'c6104cbe-af31-11e0-8154-cbc7ccf896c7', step: 'authenticate', cloudMessage: message });
});

test('a wait that AWS asks for is handed on, in seconds or milliseconds', async () => {
  aws.clouds.fault({ host: stsHost, times: 1, fault: stsError('Throttling', 'Rate exceeded', 400, { 'retry-after': '60' }) });
  expect(await failureOf(aws.open().authenticate({}))).toMatchObject({ code: 'THROTTLED', retryAfter: 60_000 });
  aws.clouds.fault({ host: stsHost, times: 1, fault: stsError('Throttling', 'Rate exceeded', 400, { 'x-amz-retry-after': '700' }) });
  expect(await failureOf(aws.open().authenticate({}))).toMatchObject({ code: 'THROTTLED', retryAfter: 700 });
  // Infinity would be no wait at all for a host.
  aws.clouds.fault({ host: stsHost, times: 1, fault: stsError('Throttling', 'Rate exceeded', 400, { 'x-amz-retry-after': '9'.repeat(400) }) });
  expect(await failureOf(aws.open().authenticate({}))).toMatchObject({ code: 'THROTTLED', retryAfter: 1_000_000_000_000 });
});

test('an expired subject token from a cache is asked for anew, once', async () => {
  const seconds = Math.floor(aws.clock.time / 1000);
  aws.source = ({ renew }) => aws.issuer.mint(renew === true ? {} : { iat: seconds - 7200, nbf: seconds - 7200, exp: seconds - 3600 });
  expect(text((await aws.open().read({ name: 'a' }, {})).bytes)).toBe('1');
  expect(aws.mints.map(({ renew }) => renew)).toEqual([undefined, true]);
  aws.source = () => aws.issuer.mint({ iat: seconds - 7200, nbf: seconds - 7200, exp: seconds - 3600 });
  aws.mints.length = 0;
  expect(await failureOf(aws.open({}, aws.freshContext()).authenticate({}))).toMatchObject({ code: 'CLOCK_SKEW', message: expect.stringContaining('it is the clock of the issuer that is off') as string });
  expect(aws.mints).toHaveLength(2);
});

test('a host whose clock is 3 h off reads with no failed request: the exchange shows the time of AWS (the SDK alone fails its first signed request)', async () => {
  aws.clock.time += 3 * 3_600_000;
  expect(text((await aws.open().read({ name: 'a' }, {})).bytes)).toBe('1');
  expect(aws.clouds.requests.filter(({ service }) => service !== 'issuer').map(({ status }) => status)).toEqual([200, 200]);
});

test('with a static key, the first request of a host whose clock is off is a CLOCK_SKEW that may be repeated, and passes then', async () => {
  const user = aws.account.user({ name: 'app' });
  user.allowRead();
  const key = user.createAccessKey();
  aws.clock.time += 3 * 3_600_000;
  const store = aws.openWithKey(key, {}, aws.freshContext({ clock: { now: () => Date.now(), sleep: () => Promise.resolve() } }));
  expect(await failureOf(store.authenticate({}))).toMatchObject({ code: 'CLOCK_SKEW', retryable: true, message: expect.stringMatching(/10[78]\d\d s behind AWS/) as string });
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('the unsigned exchange carries no signature, even with credentials in the environment', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'from-the-environment');
  await aws.open().authenticate({});
  expect(aws.role.sessions).toHaveLength(1);
});

test('session tags reach the session where the token carries them and the trust policy allows it', async () => {
  const tags = { 'https://aws.amazon.com/tags': { principal_tags: { organization: [subject.slice('organization:'.length)] } } };
  aws.source = () => aws.issuer.mint(tags);
  expect(await failureOf(aws.open().authenticate({}))).toMatchObject({ code: 'TRUST_REJECTED', cloudMessage: expect.stringContaining('sts:TagSession') as string });
  const tagged = aws.account.federatedRole({ name: 'tagged', issuer: aws.issuer.url, subject, allowTags: true });
  await aws.open({}, aws.freshContext(), { roleArn: tagged.arn, region, sessionTags: true }).authenticate({});
  expect(tagged.sessions[0]?.tags).toEqual({ organization: subject.slice('organization:'.length) });
});

test.each([['', 'SUBJECT_TOKEN_INVALID'], ['no.jwt', 'SUBJECT_TOKEN_INVALID'], [`eyJhbGciOiJub25lIn0.${Buffer.from('{}').toString('base64url')}.${'x'.repeat(20_000)}`, 'SUBJECT_TOKEN_INVALID']])('what is no token of at most 20,000 characters is not sent (the SDK sends anything)', async (token, code) => {
  aws.source = () => token;
  expect(await failureOf(aws.open().authenticate({}))).toMatchObject({ code });
  expect(aws.clouds.requests).toEqual([]);
});
