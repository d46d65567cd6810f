import { afterEach, beforeEach, expect, test } from 'vitest';
import { everything, failureOf, startTestAws, text, type TestAws } from './testing/test-aws.ts';

let aws: TestAws;
beforeEach(async () => { aws = await startTestAws(); aws.secrets.set('a', '1'); aws.secrets.set('b', '2'); });
afterEach(async () => { await aws[Symbol.asyncDispose](); });

function userKey(): { readonly accessKeyId: string; readonly secretAccessKey: string } {
  const user = aws.account.user({ name: 'app' });
  user.putPolicy('all', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['secretsmanager:*', 'sts:*'], Resource: '*' }] });
  return user.createAccessKey();
}

test('B2 an access key reads, and its principal is the user; the second read asks nobody who we are', async () => {
  const store = aws.openWithKey(userKey());
  expect(await store.authenticate({})).toEqual({ principal: 'arn:aws:iam::123456789012:user/app' });
  const results = await store.readMany!([{ name: 'a' }, { name: 'b' }], {});
  expect(results.map((result) => result.ok && text(result.bytes))).toEqual(['1', '2']);
  expect(aws.operations()).toEqual(['GetCallerIdentity', 'BatchGetSecretValue']);
});

test('B2 an access key assumes a role with an external ID, and without the right one it does not', async () => {
  const key = userKey();
  const role = aws.account.role({ name: 'shared', path: '/partners/', trustPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:user/app' }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': 'carnet/42' } } }] } });
  role.putPolicy('all', everything);
  const store = aws.openWithKey(key, { roleArn: role.arn, externalId: 'carnet/42' });
  expect(await store.authenticate({})).toMatchObject({ principal: 'arn:aws:sts::123456789012:assumed-role/shared/carnet' });
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
  for (const settings of [{ roleArn: role.arn, externalId: 'carnet/43' }, { roleArn: role.arn }]) {
    expect(await failureOf(aws.openWithKey(key, settings).authenticate({}))).toMatchObject({ code: 'TRUST_REJECTED', message: expect.stringContaining('external ID') as string });
  }
});

test.each([
  ['the secret is wrong', (key: ReturnType<typeof userKey>) => ({ ...key, secretAccessKey: 'x'.repeat(40) })],
  ['the id is unknown', (key: ReturnType<typeof userKey>) => ({ ...key, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })],
  ['a session token does not belong to it', (key: ReturnType<typeof userKey>) => ({ ...key, sessionToken: 'FwoGZXIvYXdzEJr' })],
])('STATIC_SECRET_REJECTED where %s', async (_, change) => {
  expect(await failureOf(aws.openWithKey(change(userKey())).authenticate({}))).toMatchObject({ code: 'STATIC_SECRET_REJECTED', retryable: false });
});

test('a static key that is ended while it is used is no expired session: nothing can renew it', async () => {
  const store = aws.openWithKey(userKey());
  await store.read({ name: 'a' }, {});
  for (const type of ['UnrecognizedClientException', 'ExpiredTokenException', 'InvalidSignatureException']) {
    aws.clouds.fault({ operation: 'GetSecretValue', times: 1, fault: { kind: 'status', status: 400, body: { __type: type, message: 'The security token included in the request is invalid.' } } });
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'STATIC_SECRET_REJECTED' });
  }
});

test('a key that was changed in the credential goes on with nothing of the old one', async () => {
  const context = aws.freshContext();
  const key = userKey();
  await aws.openWithKey(key, {}, context).read({ name: 'a' }, {});
  expect(await failureOf(aws.openWithKey({ ...key, secretAccessKey: 'x'.repeat(40) }, {}, context).read({ name: 'a' }, {}))).toMatchObject({ code: 'STATIC_SECRET_REJECTED' });
});

test('temporary keys with a session token sign, too', async () => {
  const key = userKey();
  const role = aws.account.role({ name: 'chained', trustPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:user/app' }, Action: 'sts:AssumeRole' }] } });
  role.putPolicy('all', everything);
  const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ region: 'eu-central-1', credentials: key, requestHandler: { httpsAgent: aws.clouds.agent(new URL('https://sts.eu-central-1.amazonaws.com')) } });
  const { Credentials } = await client.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'by-hand' }));
  const store = aws.openWithKey({ accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: Credentials?.SecretAccessKey ?? '', sessionToken: Credentials?.SessionToken ?? '' });
  expect(await store.authenticate({})).toEqual({ principal: 'arn:aws:sts::123456789012:assumed-role/chained/by-hand' });
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});
