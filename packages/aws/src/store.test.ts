import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytes, collect, failureOf, secretsHost, startTestAws, text, type TestAws } from './testing/test-aws.ts';
import { testSubject as subject } from '@carnet/provider-testkit';

let aws: TestAws;
beforeEach(async () => { aws = await startTestAws(); });
afterEach(async () => { await aws[Symbol.asyncDispose](); });

test('B2 a secret is read with its version, and the principal is the session of the role', async () => {
  const version = aws.secrets.set('app/database', 'p\u00e4ssword\u{1f511}');
  const store = aws.open();
  const read = await store.read({ name: 'app/database' }, {});
  expect([text(read.bytes), read.version]).toEqual(['p\u00e4ssword\u{1f511}', version]);
  const { principal, expiresAt } = await store.authenticate({});
  expect(principal).toBe('arn:aws:sts::123456789012:assumed-role/carnet/carnet');
  expect((expiresAt ?? 0) - aws.clock.time).toBeLessThanOrEqual(900_000);
});

test.each([['no UTF-8', [0, 255, 254, 13, 10]], ['a byte-order mark', [0xef, 0xbb, 0xbf, 65]], ['NUL', [65, 0, 66]]])('bytes come back as written: %s', async (_, content) => {
  const store = aws.open();
  const { version } = await store.write!('a', new Uint8Array(content), {});
  expect(await store.read({ name: 'a' }, {})).toEqual({ bytes: new Uint8Array(content), version });
  aws.secrets.set('b', new Uint8Array(content));
  const results = await store.readMany!([{ name: 'a' }, { name: 'b' }], {});
  expect(results.map((result) => result.ok && [...result.bytes])).toEqual([content, content]);
});

test('versions are a version id or a staging label, and the newest is AWSCURRENT', async () => {
  const first = aws.secrets.set('a', 'old');
  const second = aws.secrets.set('a', 'new');
  const store = aws.open();
  expect((await store.read({ name: 'a' }, {})).version).toBe(second);
  expect(text((await store.read({ name: 'a', version: first }, {})).bytes)).toBe('old');
  expect(text((await store.read({ name: 'a', version: 'stage:AWSPREVIOUS' }, {})).bytes)).toBe('old');
  expect(await failureOf(store.read({ name: 'a', version: 'stage:NONE' }, {}))).toMatchObject({ code: 'SECRET_NOT_FOUND' });
  aws.clouds.clearRequests();
  for (const version of ['1', 'stage:', 'AWSPREVIOUS', 'stage:a b', 'x'.repeat(65), `stage:${'x'.repeat(257)}`]) {
    expect(await failureOf(store.read({ name: 'a', version }, {}))).toMatchObject({ code: 'REFERENCE_INVALID' });
  }
  expect(aws.clouds.requests).toEqual([]);
});

test('a secret that is deleted is an error and never an older value', async () => {
  aws.secrets.set('a', '1');
  const store = aws.open();
  await store.remove!('a', {});
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'SECRET_DISABLED' });
  aws.secrets.set('b', '2');
  const [deleted] = await store.readMany!([{ name: 'a' }, { name: 'b' }], {});
  expect(deleted).toMatchObject({ ok: false, error: { code: 'SECRET_DISABLED' } });
  aws.secrets.restore('a');
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('B8 a write makes the secret where there is none, and a version where there is one', async () => {
  const store = aws.open();
  const first = await store.write!('new/one', bytes('1'), {});
  const second = await store.write!('new/one', bytes('2'), {});
  expect(first.version).not.toBe(second.version);
  expect(text((await store.read({ name: 'new/one' }, {})).bytes)).toBe('2');
  expect(text((await store.read({ name: 'new/one', version: first.version }, {})).bytes)).toBe('1');
});

test('a write whose answer was lost, and that is repeated, is one version', async () => {
  aws.secrets.set('a', '0');
  const store = aws.open();
  aws.clouds.fault({ operation: 'PutSecretValue', times: 1, fault: { kind: 'truncate' } });
  expect(await failureOf(store.write!('a', bytes('1'), {}))).toMatchObject({ retryable: true });
  const [{ version: lost }, { version }] = [await store.read({ name: 'a' }, {}), await store.write!('a', bytes('1'), {})];
  expect(version).toBe(lost);
  // The same bytes once more are a new write.
  expect((await store.write!('a', bytes('1'), {})).version).not.toBe(version);
});

test('a write of other bytes in between ends the repeat', async () => {
  aws.secrets.set('a', '0');
  const store = aws.open();
  aws.clouds.fault({ operation: 'PutSecretValue', times: 1, fault: { kind: 'truncate' } });
  await failureOf(store.write!('a', bytes('1'), {}));
  await store.write!('a', bytes('2'), {});
  await store.write!('a', bytes('1'), {});
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('values of 1 to 65,536 bytes are written, and no other is sent', async () => {
  const store = aws.open();
  for (const size of [0, 65_537]) expect(await failureOf(store.write!('a', new Uint8Array(size).fill(65), {}))).toMatchObject({ code: 'STORE_FAULT', retryable: false });
  expect(aws.clouds.requests).toEqual([]);
  await store.write!('a', new Uint8Array(65_536).fill(65), {});
  expect((await store.read({ name: 'a' }, {})).bytes.byteLength).toBe(65_536);
});

test('a list has pages and a prefix', async () => {
  for (let index = 0; index < 230; index += 1) aws.secrets.set(`app/${index}`, 'x');
  aws.secrets.set('Application', 'x');
  const store = aws.open();
  expect((await collect(store.list!({}))).length).toBe(231);
  expect((await collect(store.list!({ prefix: 'app/22' }))).map(({ name }) => name).toSorted()).toEqual(['app/22', ...Array.from({ length: 10 }, (_, index) => `app/22${index}`)]);
  aws.clouds.clearRequests();
  // In front of a filter AWS takes it for the opposite.
  expect(await collect(store.list!({ prefix: '!app' }))).toEqual([]);
  expect(aws.clouds.requests).toEqual([]);
});

test('check tells the handshake, the list and one secret, and a list that is denied is a warning', async () => {
  aws.secrets.set('a', '1');
  aws.role.putPolicy('everything', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] });
  const rungs = await collect(aws.open().check!({ reference: { name: 'a' } }));
  expect(rungs.map(({ id, status }) => [id, status])).toEqual([['authenticate', 'pass'], ['list', 'warn'], ['read', 'pass']]);
  aws.role.trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity' }] };
  const failing = await collect(aws.open({}, aws.freshContext()).check!({}));
  expect(failing.map(({ id, status }) => [id, status])).toEqual([['authenticate', 'fail'], ['list', 'skip'], ['read', 'skip']]);
});

test('each store reads in its own region, with the credentials of one exchange', async () => {
  aws.secrets.set('a', 'here');
  aws.account.secrets('us-east-1').set('a', 'there');
  const [here, there] = [aws.open(), aws.open({ region: 'us-east-1' })];
  expect([text((await here.read({ name: 'a' }, {})).bytes), text((await there.read({ name: 'a' }, {})).bytes)]).toEqual(['here', 'there']);
  expect(aws.operations().filter((operation) => operation === 'AssumeRoleWithWebIdentity')).toHaveLength(1);
  expect(aws.clouds.requests.map(({ host }) => host)).toContain('secretsmanager.us-east-1.amazonaws.com');
  expect(aws.clouds.requests.map(({ host }) => host)).toContain(secretsHost);
});

test('two roles in one session share nothing', async () => {
  const other = aws.account.federatedRole({ name: 'other', issuer: aws.issuer.url, subject });
  const [own, others] = [aws.open(), aws.open({}, aws.context, { ...aws.identity, roleArn: other.arn })];
  expect((await own.authenticate({})).principal).toBe('arn:aws:sts::123456789012:assumed-role/carnet/carnet');
  expect((await others.authenticate({})).principal).toBe('arn:aws:sts::123456789012:assumed-role/other/carnet');
  expect(await failureOf(others.read({ name: 'a' }, {}))).toMatchObject({ code: 'ACCESS_DENIED' });
});

test('a closed store takes no call', async () => {
  const store = aws.open();
  await store.close?.();
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'ABORTED' });
  expect(() => store.list!({})).toThrow(expect.objectContaining({ code: 'ABORTED' }) as Error);
});
