import { BatchGetSecretValueCommand, CreateSecretCommand, DeleteSecretCommand, GetSecretValueCommand, ListSecretsCommand, TagResourceCommand, UntagResourceCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAws, type TestAws } from '../../testing/test-aws.ts';

let aws: TestAws & AsyncDisposable;
let client: SecretsManagerClient;
beforeEach(async () => {
  aws = await startTestAws();
  aws.secrets.set('database', 'one');
  aws.secrets.set('queue', 'two');
  client = aws.secretsClient(await aws.sessionCredentials());
});
afterEach(() => aws[Symbol.asyncDispose]());

const statements = (...list: object[]): object => ({ Version: '2012-10-17', Statement: list });
const allow = (action: string | string[], resource: string | string[] = '*', more: object = {}): object => ({ Effect: 'Allow', Action: action, Resource: resource, ...more });
const put = (...list: object[]): void => aws.role.putPolicy('rules', statements(...list));
const sessionArn = (): string => `arn:aws:sts::${aws.account.id}:assumed-role/reader/run-1`;

async function read(SecretId = 'database'): Promise<string> {
  return await client.send(new GetSecretValueCommand({ SecretId })).then(
    ({ SecretString = '' }) => SecretString,
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );
}
const refused = (secretId: string, reason: string, action = 'secretsmanager:GetSecretValue'): string =>
  `AccessDeniedException: User: ${sessionArn()} is not authorized to perform: ${action} on resource: ${secretId}${reason}`;
const notAllowed = ' because no identity-based policy allows the secretsmanager:GetSecretValue action';

describe('C4 permissions are those of each secret', () => {
  test('without a policy nothing is read, and the text is AWS\'s', async () => {
    expect(await read()).toBe(refused('database', notAllowed));
  });

  test('one secret is granted, the other is not', async () => {
    aws.role.allowRead([aws.secrets.arn('database')]);
    expect(await read()).toBe('one');
    expect(await read('queue')).toBe(refused('queue', notAllowed));
    expect(await read(aws.secrets.arn('queue'))).toBe(refused(aws.secrets.arn('queue'), notAllowed));
  });

  test.each<[string, () => object, boolean]>([
    ['the six characters as ??????', () => allow('secretsmanager:GetSecretValue', aws.secrets.arn('database').replace(/.{6}$/, '??????')), true],
    ['an ARN without its end', () => allow('secretsmanager:GetSecretValue', aws.secrets.arn('database').slice(0, -7)), false],
    ['a star in the action, in other case', () => allow('SecretsManager:get*'), true],
    ['another service', () => allow('ssm:*'), false],
    ['NotAction', () => ({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }), true],
    ['NotAction of this very action', () => ({ Effect: 'Allow', NotAction: 'secretsmanager:Get*', Resource: '*' }), false],
    ['NotResource', () => ({ Effect: 'Allow', Action: '*', NotResource: aws.secrets.arn('queue') }), true],
    ['NotResource of this very secret', () => ({ Effect: 'Allow', Action: '*', NotResource: aws.secrets.arn('database') }), false],
    ['another region', () => allow('*', aws.secrets.arn('database').replace('eu-central-1', 'us-east-1')), false],
    ['a condition that is met', () => allow('*', '*', { Condition: { StringLike: { 'secretsmanager:SecretId': '*:secret:data*' } } }), true],
    ['a condition that is not', () => allow('*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'orders' } } }), false],
    ['this region', () => allow('*', '*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } } }), true],
    ['no other region', () => allow('*', '*', { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-central-1' } } }), false],
    ['an operator that is not known here', () => allow('*', '*', { Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '1' } } }), false],
  ])('%s', async (_, statement, isAllowed) => {
    put(statement());
    expect(await read()).toBe(isAllowed ? 'one' : refused('database', notAllowed));
  });

  test('the tags that a call sends are looked at, each of them', async () => {
    put(allow('*'), { Effect: 'Deny', Action: '*', Resource: '*', Condition: { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['team'] } } });
    const outcome = (sent: Promise<unknown>): Promise<string> => sent.then(() => 'done', (error: unknown) => (error as Error).name);
    const tag = (Key: string): { Key: string; Value: string } => ({ Key, Value: 'orders' });
    expect(await outcome(client.send(new TagResourceCommand({ SecretId: 'database', Tags: [tag('team')] })))).toBe('done');
    expect(await outcome(client.send(new TagResourceCommand({ SecretId: 'database', Tags: [tag('team'), tag('owner')] })))).toBe('AccessDeniedException');
    expect(await outcome(client.send(new UntagResourceCommand({ SecretId: 'database', TagKeys: ['owner'] })))).toBe('AccessDeniedException');
    expect(await outcome(client.send(new CreateSecretCommand({ Name: 'made', Tags: [tag('owner')] })))).toBe('AccessDeniedException');
    put(allow('*', '*', { Condition: { StringEquals: { 'aws:RequestTag/team': 'orders' } } }));
    expect(await outcome(client.send(new CreateSecretCommand({ Name: 'made', Tags: [tag('team')] })))).toBe('done');
  });

  test('a deletion without recovery can be denied', async () => {
    put(allow('*'), { Effect: 'Deny', Action: 'secretsmanager:DeleteSecret', Resource: '*', Condition: { Bool: { 'secretsmanager:ForceDeleteWithoutRecovery': 'true' } } });
    await expect(client.send(new DeleteSecretCommand({ SecretId: 'queue', ForceDeleteWithoutRecovery: true }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(client.send(new DeleteSecretCommand({ SecretId: 'queue' }))).resolves.toBeDefined();
  });

  test('a variable counts in the newer version of the policy language, and is a text in the older', async () => {
    const own = allow('*', `arn:aws:secretsmanager:*:*:secret:\${aws:PrincipalAccount}/*`);
    aws.secrets.set(`${aws.account.id}/key`, 'three');
    put(own);
    expect(await read(`${aws.account.id}/key`)).toBe('three');
    for (const version of [{}, { Version: '2008-10-17' }]) {
      aws.role.putPolicy('rules', { ...version, Statement: own });
      expect(await read(`${aws.account.id}/key`)).toContain('AccessDeniedException');
      aws.role.putPolicy('rules', { ...version, Statement: allow('*', '*', { Condition: { StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } } }) });
      expect(await read(`${aws.account.id}/key`)).toContain('AccessDeniedException');
    }
  });

  test('a Deny wins, also one whose condition is not understood', async () => {
    put(allow('*'), { Effect: 'Deny', Action: 'secretsmanager:GetSecretValue', Resource: aws.secrets.arn('queue') });
    expect(await read()).toBe('one');
    expect(await read('queue')).toBe(refused('queue', ' with an explicit deny in an identity-based policy'));
    put(allow('*'), { Effect: 'Deny', Action: '*', Resource: '*', Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '1' } } });
    expect(await read()).toBe(refused('database', ' with an explicit deny in an identity-based policy'));
  });

  test('policies take effect at once, also for a session that is there already', async () => {
    aws.role.allowRead();
    expect(await read()).toBe('one');
    aws.role.removePolicy('AllowRead');
    expect(await read()).toBe(refused('database', notAllowed));
  });

  test('a missing secret is denied before it is missed', async () => {
    aws.role.allowRead([aws.secrets.arn('database')]);
    expect(await read('nothing')).toBe(refused('nothing', notAllowed));
    aws.role.allowRead();
    expect(await read('nothing')).toBe("ResourceNotFoundException: Secrets Manager can't find the specified secret.");
  });

  test('another account\'s secret has no policy that opens it', async () => {
    const other = aws.clouds.aws.account().secrets('eu-central-1');
    other.set('database', 'not yours');
    put(allow('*'));
    expect(await read(other.arn('database'))).toBe(refused(other.arn('database'), ' because no resource-based policy allows the secretsmanager:GetSecretValue action'));
  });

  test('writing is an action of its own', async () => {
    aws.role.allowRead();
    await expect(client.send(new CreateSecretCommand({ Name: 'new', SecretString: 'x' }))).rejects.toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
  });
});

describe('a batch', () => {
  const batch = async (...SecretIdList: string[]) => await client.send(new BatchGetSecretValueCommand({ SecretIdList }));

  test('needs an action of its own on *: one for the secrets\' ARNs does not do', async () => {
    put(allow(['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'], aws.secrets.arn('database')));
    expect(await read()).toBe('one');
    await expect(batch('database')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${sessionArn()} is not authorized to perform: secretsmanager:BatchGetSecretValue because no identity-based policy allows the secretsmanager:BatchGetSecretValue action`,
    });
  });

  test('and GetSecretValue for each secret: what is refused is told beside what is not', async () => {
    aws.role.allowRead([aws.secrets.arn('database')]);
    const { SecretValues, Errors } = await batch('database', 'queue', 'nothing');
    expect(SecretValues?.map(({ Name, SecretString }) => [Name, SecretString])).toEqual([['database', 'one']]);
    expect(Errors?.map(({ SecretId, ErrorCode }) => [SecretId, ErrorCode])).toEqual([['queue', 'AccessDeniedException'], ['nothing', 'AccessDeniedException']]);
  });

  test('with filters, ListSecrets as well', async () => {
    aws.role.allowRead();
    const filtered = new BatchGetSecretValueCommand({ Filters: [{ Key: 'name', Values: ['data'] }] });
    await expect(client.send(filtered)).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('secretsmanager:ListSecrets') as string });
    await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    put(allow('secretsmanager:ListSecrets'));
    expect((await client.send(filtered)).SecretValues?.map(({ Name }) => Name)).toEqual(['database']);
  });
});

describe('a key of the customer\'s', () => {
  const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

  test('needs kms:Decrypt on it, read singly and in a batch', async () => {
    aws.secrets.set('database', 'one', { kmsKeyId: keyArn });
    aws.role.allowRead();
    expect(await read()).toBe('AccessDeniedException: Access to KMS is not allowed');
    const { Errors } = await client.send(new BatchGetSecretValueCommand({ SecretIdList: ['database', 'queue'] }));
    expect(Errors).toEqual([{ SecretId: 'database', ErrorCode: 'AccessDeniedException', Message: 'Access to KMS is not allowed' }]);
    put(allow('kms:Decrypt', keyArn));
    expect(await read()).toBe('one');
  });

  test('may be opened for Secrets Manager in one region alone', async () => {
    aws.secrets.set('database', 'one', { kmsKeyId: keyArn });
    aws.role.allowRead();
    const via = (host: string): object => ({ Condition: { StringEquals: { 'kms:ViaService': host } } });
    put({ ...allow('kms:Decrypt', keyArn), ...via('secretsmanager.us-east-1.amazonaws.com') });
    expect(await read()).toBe('AccessDeniedException: Access to KMS is not allowed');
    put({ ...allow('kms:Decrypt', keyArn), ...via('secretsmanager.eu-central-1.amazonaws.com') });
    expect(await read()).toBe('one');
  });

  test('the key of AWS\'s own needs nothing', async () => {
    aws.secrets.set('database', 'one', { kmsKeyId: 'alias/aws/secretsmanager' });
    aws.role.allowRead();
    expect(await read()).toBe('one');
  });
});
