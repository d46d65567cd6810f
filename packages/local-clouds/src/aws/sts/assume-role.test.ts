import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient, type AssumeRoleCommandInput, type AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAws, testRegion, type TestAws, type TestCredentials } from '../../testing/test-aws.ts';
import type { LocalRole, LocalUser } from '../local-aws.ts';

let aws: TestAws & AsyncDisposable;
let user: LocalUser;
let key: TestCredentials;
let target: LocalRole;
beforeEach(async () => {
  aws = await startTestAws();
  user = aws.account.user({ name: 'deployer' });
  key = user.createAccessKey();
  target = aws.account.role({ name: 'target', trustPolicy: trustIn({ AWS: user.arn }) });
  target.allowRead();
  aws.secrets.set('database', 'the value');
});
afterEach(() => aws[Symbol.asyncDispose]());

const trustIn = (principal: object, changes: object = {}): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...changes }] });
const allow = (action: string, resource = '*'): object => ({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: action, Resource: resource } });

function sts(credentials: TestCredentials): STSClient {
  return new STSClient({ ...aws.config(), credentials, systemClockOffset: aws.clock.time - Date.now() });
}

async function assume(changes: Partial<AssumeRoleCommandInput> = {}, credentials: TestCredentials = key): Promise<AssumeRoleCommandOutput> {
  return await sts(credentials).send(new AssumeRoleCommand({ RoleArn: target.arn, RoleSessionName: 'step-2', ...changes }));
}

async function credentialsOf(answer: Promise<AssumeRoleCommandOutput>): Promise<TestCredentials> {
  const { Credentials: { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = {} } = await answer;
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

const denied = (arn: string, action = 'sts:AssumeRole'): object => ({
  name: 'AccessDenied',
  message: `User: ${arn} is not authorized to perform: ${action} on resource: ${target.arn}`,
  $metadata: { httpStatusCode: 403 },
});

describe('AssumeRole', () => {
  test('a user that the role names takes it, and the session reads', async () => {
    const session = await credentialsOf(assume());
    const { Arn, Account, UserId } = await sts(session).send(new GetCallerIdentityCommand({}));
    expect([Arn, Account]).toEqual([`arn:aws:sts::${aws.account.id}:assumed-role/target/step-2`, aws.account.id]);
    expect(UserId).toMatch(/^AROA[A-Z2-7]{17}:step-2$/);
    expect((await aws.secretsClient(session).send(new GetSecretValueCommand({ SecretId: 'database' }))).SecretString).toBe('the value');
  });

  test('another user does not, and a role that does not exist answers the same', async () => {
    const other = aws.account.user({ name: 'other' });
    await expect(assume({}, other.createAccessKey())).rejects.toMatchObject(denied(other.arn));
    await expect(assume({ RoleArn: `${target.arn}-missing` })).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('the external ID must be the one of the condition', async () => {
    target.trustPolicy = trustIn({ AWS: user.arn }, { Condition: { StringEquals: { 'sts:ExternalId': 'customer-7' } } });
    await expect(assume()).rejects.toMatchObject(denied(user.arn));
    await expect(assume({ ExternalId: 'customer-8' })).rejects.toMatchObject(denied(user.arn));
    await expect(assume({ ExternalId: 'customer-7' })).resolves.toBeDefined();
    await expect(assume({ ExternalId: '!' })).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringMatching(/^2 validation errors detected/) as string });
  });

  test('trust in the whole account leaves the say to the caller\'s own policy', async () => {
    target.trustPolicy = trustIn({ AWS: `arn:aws:iam::${aws.account.id}:root` });
    await expect(assume()).rejects.toMatchObject(denied(user.arn));
    user.putPolicy('assume', allow('sts:AssumeRole', target.arn));
    await expect(assume()).resolves.toBeDefined();
    user.putPolicy('never', { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'sts:*', Resource: '*' } });
    await expect(assume()).rejects.toMatchObject(denied(user.arn));
  });

  test('from another account, both sides have to agree', async () => {
    const stranger = aws.clouds.aws.account().user({ name: 'stranger' });
    const theirs = stranger.createAccessKey();
    stranger.putPolicy('assume', allow('sts:AssumeRole'));
    await expect(assume({}, theirs)).rejects.toMatchObject(denied(stranger.arn));
    target.trustPolicy = trustIn({ AWS: stranger.arn });
    await expect(assume({}, theirs)).resolves.toBeDefined();
    stranger.removePolicy('assume');
    await expect(assume({}, theirs)).rejects.toMatchObject(denied(stranger.arn));
  });

  test('a chained session lasts an hour at most', async () => {
    aws.role.putPolicy('assume', allow('sts:AssumeRole'));
    target.trustPolicy = trustIn({ AWS: aws.role.arn });
    target.maxSessionSeconds = 7200;
    const session = await aws.sessionCredentials();
    await expect(assume({ DurationSeconds: 3600 }, session)).resolves.toBeDefined();
    await expect(assume({ DurationSeconds: 3601 }, session)).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining('role chaining') as string });
  });

  test('tags need sts:TagSession, and become tags of the principal', async () => {
    await expect(assume({ Tags: [{ Key: 'team', Value: 'orders' }] })).rejects.toMatchObject(denied(user.arn, 'sts:TagSession'));
    target.trustPolicy = trustIn({ AWS: user.arn }, { Action: ['sts:AssumeRole', 'sts:TagSession'] });
    target.putPolicy('AllowRead', {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: `arn:aws:secretsmanager:${testRegion}:*:secret:\${aws:PrincipalTag/team}/*` },
    });
    aws.secrets.set('orders/database', 'ours');
    aws.secrets.set('payments/database', 'theirs');
    const client = aws.secretsClient(await credentialsOf(assume({ Tags: [{ Key: 'team', Value: 'orders' }] })));
    expect((await client.send(new GetSecretValueCommand({ SecretId: 'orders/database' }))).SecretString).toBe('ours');
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'payments/database' }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(assume({ Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })) })).rejects.toMatchObject({ name: 'ValidationError' });
    const large = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: Array.from({ length: 7 }, () => crypto.randomUUID()).join('') }));
    await expect(assume({ Tags: large })).rejects.toMatchObject({ name: 'PackedPolicyTooLargeException', message: expect.stringMatching(/^Packed size of session tags consumes \d+% of allotted space\.$/) as string });
  });

  test('hostile: a tag that is passed on is not changed on the way', async () => {
    const source = aws.account.role({ name: 'source', trustPolicy: trustIn({ AWS: user.arn }, { Action: ['sts:AssumeRole', 'sts:TagSession'] }) });
    target.trustPolicy = trustIn({ AWS: source.arn }, { Action: ['sts:AssumeRole', 'sts:TagSession'] });
    const session = await credentialsOf(assume({ RoleArn: source.arn, Tags: [{ Key: 'team', Value: 'orders' }], TransitiveTagKeys: ['team'] }));
    await expect(assume({ Tags: [{ Key: 'Team', Value: 'payments' }] }, session)).rejects.toMatchObject({ name: 'ValidationError' });
    await assume({}, session);
    target.trustPolicy = trustIn({ AWS: source.arn });
    await expect(assume({}, session)).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('sts:TagSession') as string });
    expect(target.sessions.at(-1)?.tags).toEqual({ team: 'orders' });
  });

  test('a source identity needs sts:SetSourceIdentity at each role, and stays', async () => {
    await expect(assume({ SourceIdentity: 'ann' })).rejects.toMatchObject(denied(user.arn, 'sts:SetSourceIdentity'));
    const source = aws.account.role({ name: 'source', trustPolicy: trustIn({ AWS: user.arn }, { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] }) });
    const first = await assume({ RoleArn: source.arn, SourceIdentity: 'ann' });
    expect(first.SourceIdentity).toBe('ann');
    const session = await credentialsOf(Promise.resolve(first));
    target.trustPolicy = trustIn({ AWS: source.arn });
    await expect(assume({}, session)).rejects.toMatchObject({ name: 'AccessDenied' });
    target.trustPolicy = trustIn({ AWS: source.arn }, { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Condition: { StringEquals: { 'sts:SourceIdentity': 'ann' } } });
    expect((await assume({}, session)).SourceIdentity).toBe('ann');
    await expect(assume({ SourceIdentity: 'bob' }, session)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume({ SourceIdentity: 'an identity' })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('a session policy only narrows, and managed policies are not known', async () => {
    const narrowed = await credentialsOf(assume({ Policy: JSON.stringify(allow('secretsmanager:DescribeSecret')) }));
    await expect(aws.secretsClient(narrowed).send(new GetSecretValueCommand({ SecretId: 'database' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('because no session policy allows the secretsmanager:GetSecretValue action') as string,
    });
    target.removePolicy('AllowRead');
    const widened = await credentialsOf(assume({ Policy: JSON.stringify(allow('*')) }));
    await expect(aws.secretsClient(widened).send(new GetSecretValueCommand({ SecretId: 'database' }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(assume({ PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] })).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

test('the front of STS answers what is no call of it as AWS does', async () => {
  const post = async (fields: Record<string, string>): Promise<Response> =>
    await aws.clouds.transport.fetch(new Request('https://sts.eu-central-1.amazonaws.com/', { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' }));
  expect((await post({ Version: '2011-06-15' })).headers.get('location')).toBe('https://aws.amazon.com/iam');
  const unknown = await post({ Action: '<NoSuchAction>', Version: '2011-06-15' });
  expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining('<Code>InvalidAction</Code><Message>Could not find operation &lt;NoSuchAction&gt; for version 2011-06-15</Message>')]);
  expect(await (await post({ Action: 'GetCallerIdentity' })).text()).toContain('for version NO_VERSION_SPECIFIED');
  expect(aws.clouds.requests.map(({ operation }) => operation)).toEqual([undefined, undefined, 'GetCallerIdentity']);
});
