import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { batchHint } from './store-failure.ts';
import { failureOf, region, secretsHost, startTestAws, text, type TestAws } from './testing/test-aws.ts';

let aws: TestAws;
beforeEach(async () => { aws = await startTestAws(); });
afterEach(async () => { await aws[Symbol.asyncDispose](); });

const names = Array.from({ length: 20 }, (_, index) => `secret-${index}`);
const references = names.map((name) => ({ name }));

test('20 secrets are 2 requests cold and 1 warm, one after the other', async () => {
  for (const name of names) aws.secrets.set(name, `value of ${name}`);
  const store = aws.open();
  expect(store.batchSize).toBe(20);
  const read = async (): Promise<unknown[]> => (await store.readMany!(references, {})).map((result) => result.ok && text(result.bytes));
  expect(await read()).toEqual(names.map((name) => `value of ${name}`));
  expect(aws.operations()).toEqual(['AssumeRoleWithWebIdentity', 'BatchGetSecretValue']);
  aws.clouds.clearRequests();
  await read();
  expect(aws.operations()).toEqual(['BatchGetSecretValue']);
});

test('a batch of 20 values of 64 KiB in which JSON escapes every character fits', async () => {
  for (const name of names) aws.secrets.set(name, '\u0001'.repeat(65_536));
  const results = await aws.open().readMany!(references, {});
  expect(results.map((result) => result.ok && result.bytes.byteLength)).toEqual(names.map(() => 65_536));
});

test('45 secrets in one call are three batches: the SDK would send them as one, which AWS refuses', async () => {
  const many = Array.from({ length: 45 }, (_, index) => `many-${index}`);
  for (const name of many) aws.secrets.set(name, name);
  const results = await aws.open().readMany!(many.map((name) => ({ name })), {});
  expect(results.map((result) => result.ok && text(result.bytes))).toEqual(many);
  expect(aws.operations()).toEqual(['AssumeRoleWithWebIdentity', ...Array.from({ length: 3 }, () => 'BatchGetSecretValue')]);
});

test('two names that differ in case alone are two secrets', async () => {
  for (const name of ['App', 'app', 'APP']) aws.secrets.set(name, `value of ${name}`);
  const results = await aws.open().readMany!(['app', 'APP', 'App'].map((name) => ({ name })), {});
  expect(results.map((result) => result.ok && text(result.bytes))).toEqual(['value of app', 'value of APP', 'value of App']);
});

test('versions and stages are read singly beside the batch, which knows none', async () => {
  const old = aws.secrets.set('a', 'old');
  aws.secrets.set('a', 'new');
  aws.secrets.set('b', 'b');
  const results = await aws.open().readMany!([{ name: 'a' }, { name: 'a', version: old }, { name: 'b' }, { name: 'a', version: 'stage:AWSPREVIOUS' }], {});
  expect(results.map((result) => result.ok && text(result.bytes))).toEqual(['new', 'old', 'b', 'old']);
  expect(aws.operations().toSorted()).toEqual(['AssumeRoleWithWebIdentity', 'BatchGetSecretValue', 'GetSecretValue', 'GetSecretValue']);
});

test('a secret that is alone needs no permission for batches, and a duplicate no second request', async () => {
  aws.secrets.set('a', '1');
  aws.role.putPolicy('everything', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] });
  const results = await aws.open().readMany!([{ name: 'a' }, { name: 'a' }], {});
  expect(results.map((result) => result.ok && text(result.bytes))).toEqual(['1', '1']);
  expect(aws.operations()).toEqual(['AssumeRoleWithWebIdentity', 'GetSecretValue']);
});

test('each failure of a batch is that of its own secret', async () => {
  aws.secrets.set('a', '1');
  aws.secrets.set('denied', '2');
  aws.secrets.set('deleted', '3');
  aws.secrets.remove('deleted');
  aws.role.putPolicy('not-this', { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'secretsmanager:GetSecretValue', Resource: aws.secrets.arn('denied') }] });
  const results = await aws.open().readMany!(['missing', 'a', 'denied', 'deleted', 'a', 'bad name', 'arn:aws:secretsmanager:us-east-1:999999999999:secret:x-AbCdEf'].map((name) => ({ name })), {});
  expect(results.map((result) => (result.ok ? text(result.bytes) : result.error.code))).toEqual(['SECRET_NOT_FOUND', '1', 'ACCESS_DENIED', 'SECRET_DISABLED', '1', 'REFERENCE_INVALID', 'REFERENCE_INVALID']);
});

test('BATCH_DENIED where batches are denied, with the permission that is missing (external-secrets 4274)', async () => {
  for (const name of ['a', 'b']) aws.secrets.set(name, name);
  aws.role.putPolicy('everything', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] });
  const store = aws.open();
  const error = await failureOf(store.readMany!([{ name: 'a' }, { name: 'b' }], {}));
  expect(error).toMatchObject({ code: 'BATCH_DENIED', retryable: false, hint: batchHint });
  expect(batchHint).toMatch(/secretsmanager:BatchGetSecretValue .*"\*"/);
  expect(text((await store.read({ name: 'b' }, {})).bytes)).toBe('b');
});

test('another failure of the whole batch is the failure of its secrets alone', async () => {
  const version = aws.secrets.set('a', '1');
  aws.clouds.fault({ operation: 'BatchGetSecretValue', fault: { kind: 'status', status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } } });
  const results = await aws.open().readMany!([{ name: 'a', version }, { name: 'b' }, { name: 'c' }], {});
  expect(results.map((result) => (result.ok ? 'ok' : `${result.error.code} ${result.error.retryable}`))).toEqual(['ok', 'THROTTLED true', 'THROTTLED true']);
});

const account = '123456789012';
const entry = (name: string, changes: object = {}): object => ({ ARN: `arn:aws:secretsmanager:${region}:${account}:secret:${name}-AbCdEf`, Name: name, VersionId: '0'.repeat(32), SecretString: `value of ${name}`, VersionStages: ['AWSCURRENT'], ...changes });

test('an answer in any order, with what nobody asked for, gives each name its own value', async () => {
  const store = aws.open();
  await fc.assert(fc.asyncProperty(fc.shuffledSubarray([...names, 'extra-1', 'extra-2'], { minLength: 0 }), async (answered) => {
    const remove = aws.clouds.fault({ operation: 'BatchGetSecretValue', times: 1, fault: { kind: 'status', status: 200, body: { SecretValues: answered.map((name) => entry(name)), Errors: [] } } });
    const results = await store.readMany!(references, {});
    remove();
    expect(results.map((result) => (result.ok ? text(result.bytes) : result.error.code))).toEqual(names.map((name) => (answered.includes(name) ? `value of ${name}` : 'STORE_FAULT')));
  }), { numRuns: 25 });
});

test.each([
  ['twice, with two values', [entry('a'), entry('a', { SecretString: 'other' })]],
  ['with the ARN of another account', [entry('a', { ARN: `arn:aws:secretsmanager:${region}:999999999999:secret:a-AbCdEf` })]],
  ['with the ARN of another region', [entry('a', { ARN: `arn:aws:secretsmanager:us-east-1:${account}:secret:a-AbCdEf` })]],
  ['with the ARN of another secret', [entry('a', { ARN: `arn:aws:secretsmanager:${region}:${account}:secret:a-b-AbCdEf` })]],
  ['without a version', [entry('a', { VersionId: undefined })]],
  ['without a value', [entry('a', { SecretString: undefined })]],
  ['with two kinds of value', [entry('a', { SecretBinary: 'AAAA' })]],
  ['with half a character', [entry('a', { SecretString: '\ud800' })]],
  ['not at all', []],
])('a secret that the answer of a batch holds %s is a fault, and its neighbour is read', async (_, values) => {
  aws.clouds.fault({ host: secretsHost, fault: { kind: 'status', status: 200, body: { SecretValues: [...values, entry('b')] } } });
  const [a, b] = await aws.open().readMany!([{ name: 'a' }, { name: 'b' }], {});
  expect(a).toMatchObject({ ok: false, error: { code: 'STORE_FAULT' } });
  expect(b).toMatchObject({ ok: true });
});
