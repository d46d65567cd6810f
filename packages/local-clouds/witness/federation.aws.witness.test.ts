import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal, startAwsAccount, type AwsAccount, type Caller } from './aws-account.ts';
import { inMinutes, subject } from './workbench.ts';

// The whole trust is set up with the command, and then used by it from the two variables that Kubernetes sets.
let account: AwsAccount;
let workload: Caller & { readonly role: string };

beforeAll(async () => {
  account = await startAwsAccount();
  const iam = (...words: readonly string[]) => account.ask(account.administrator, 'iam', ...words);
  const { OpenIDConnectProviderArn } = (await iam('create-open-id-connect-provider', '--url', account.issuer.url, '--client-id-list', 'sts.amazonaws.com')) as { OpenIDConnectProviderArn: string };
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: OpenIDConnectProviderArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${account.issuer.host}:aud`]: 'sts.amazonaws.com', [`${account.issuer.host}:sub`]: subject } },
      },
    ],
  };
  const secrets = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:orders/*';
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'secretsmanager:*', Resource: secrets },
      { Effect: 'Allow', Action: ['secretsmanager:BatchGetSecretValue', 'secretsmanager:ListSecrets'], Resource: '*' },
    ],
  };
  const { Role } = (await iam('create-role', '--role-name', 'orders', '--assume-role-policy-document', JSON.stringify(trust))) as { Role: { Arn: string } };
  await iam('put-role-policy', '--role-name', 'orders', '--policy-name', 'orders', '--policy-document', JSON.stringify(policy));
  workload = { role: Role.Arn };
});
afterAll(() => account[Symbol.asyncDispose]());

const secrets = (...words: readonly string[]) => account.ask(workload, 'secretsmanager', ...words);
const refused = (...words: readonly string[]) => account.aws(workload, 'secretsmanager', ...words);
const create = async (value = 'first'): Promise<string> => {
  const name = `orders/${randomUUID()}`;
  account.account.secrets('us-east-1').set(name, value);
  return name;
};

test('the token of a file becomes the role, in one unsigned exchange', async () => {
  account.clouds.clearRequests();
  expect(await account.ask(workload, 'sts', 'get-caller-identity')).toEqual({
    UserId: expect.stringMatching(/^AROA[A-Z0-9]+:witness$/),
    Account: '123456789012',
    Arn: 'arn:aws:sts::123456789012:assumed-role/orders/witness',
  });
  expect(account.clouds.requests.map(({ service, operation = '' }) => `${service} ${operation}`.trim())).toEqual(['aws-sts AssumeRoleWithWebIdentity', 'issuer', 'issuer', 'aws-sts GetCallerIdentity']);
});

test('the exchange tells subject, audience and provider', async () => {
  const token = await account.issuer.mint({ aud: 'sts.amazonaws.com' });
  const answer = await account.ask(account.administrator, 'sts', 'assume-role-with-web-identity', '--role-arn', workload.role, '--role-session-name', 'by-hand', '--web-identity-token', token, '--duration-seconds', '900');
  expect(answer).toMatchObject({
    SubjectFromWebIdentityToken: subject,
    Audience: 'sts.amazonaws.com',
    Provider: `arn:aws:iam::123456789012:oidc-provider/${account.issuer.host}`,
    AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/orders/by-hand' },
    Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/), Expiration: expect.anything() },
  });
});

test('a secret is created, read, put anew, described, deleted and restored', async () => {
  const name = `orders/${randomUUID()}`;
  const made = (await secrets('create-secret', '--name', name, '--secret-string', 'first')) as { ARN: string; VersionId: string };
  expect(await secrets('get-secret-value', '--secret-id', made.ARN)).toMatchObject({ Name: name, SecretString: 'first', VersionId: made.VersionId, VersionStages: ['AWSCURRENT'] });
  const put = (await secrets('put-secret-value', '--secret-id', name, '--secret-string', 'second')) as { VersionId: string };
  expect(await secrets('get-secret-value', '--secret-id', name, '--version-stage', 'AWSPREVIOUS')).toMatchObject({ SecretString: 'first', VersionId: made.VersionId });
  expect(await secrets('describe-secret', '--secret-id', name)).toMatchObject({ VersionIdsToStages: { [made.VersionId]: ['AWSPREVIOUS'], [put.VersionId]: ['AWSCURRENT'] } });
  expect(await secrets('delete-secret', '--secret-id', name, '--recovery-window-in-days', '7')).toMatchObject({ Name: name, DeletionDate: expect.anything() });
  expect(await refused('get-secret-value', '--secret-id', name)).toMatchObject(refusal(expect.stringContaining('(InvalidRequestException) when calling the GetSecretValue operation')));
  await secrets('restore-secret', '--secret-id', name);
  expect(await secrets('get-secret-value', '--secret-id', name)).toMatchObject({ SecretString: 'second' });
});

test('bytes are written and read in base64', async () => {
  const name = `orders/${randomUUID()}`;
  const bytes = await account.file(`bytes-${randomUUID()}`, '\u0000\u0001é');
  await secrets('create-secret', '--name', name, '--secret-binary', `fileb://${bytes}`);
  expect(await secrets('get-secret-value', '--secret-id', name)).toMatchObject({ SecretBinary: Buffer.from('\u0000\u0001é').toString('base64') });
});

test('a batch gives what may be read and names what may not, and is refused whole from 21 on', async () => {
  const name = await create();
  account.account.secrets('us-east-1').set('payroll/database', 'denied');
  const { SecretValues, Errors } = (await secrets('batch-get-secret-value', '--secret-id-list', name, 'orders/absent', 'payroll/database')) as { SecretValues: unknown[]; Errors: unknown[] };
  expect(SecretValues).toMatchObject([{ Name: name, SecretString: 'first', VersionStages: ['AWSCURRENT'] }]);
  expect(Errors).toMatchObject([{ SecretId: 'orders/absent', ErrorCode: 'ResourceNotFoundException' }, { SecretId: 'payroll/database', ErrorCode: 'AccessDeniedException' }]);
  const names = Array.from({ length: 21 }, (_unused, index) => `orders/${index}`);
  expect(await refused('batch-get-secret-value', '--secret-id-list', ...names)).toMatchObject(refusal(expect.stringContaining('(ValidationException) when calling the BatchGetSecretValue operation')));
});

test('the command follows the pages of a list', async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => create()));
  const { SecretList } = (await secrets('list-secrets', '--page-size', '2', '--filters', 'Key=name,Values=orders/')) as { SecretList: { Name: string }[] };
  expect(SecretList.map(({ Name }) => Name)).toEqual(expect.arrayContaining(made));
});

test('F a secret outside the policy and one that is not there are told apart', async () => {
  expect(await refused('get-secret-value', '--secret-id', 'payroll/other')).toMatchObject(refusal(expect.stringMatching(/\(AccessDeniedException\).*arn:aws:sts::123456789012:assumed-role\/orders\/witness is not authorized to perform: secretsmanager:GetSecretValue/s)));
  expect(await refused('get-secret-value', '--secret-id', 'orders/absent')).toMatchObject(refusal(expect.stringContaining("(ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret.")));
});

test.each([
  ['another audience', { aud: 'api://AzureADTokenExchange' }, '(InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: Incorrect token audience'],
  ['an expired token', { iat: inMinutes(-180), nbf: inMinutes(-180), exp: inMinutes(-120) }, '(ExpiredTokenException) when calling the AssumeRoleWithWebIdentity operation: Token expired'],
  ['another subject', { sub: 'organization:other' }, '(AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity'],
  ['an issuer that the account does not know', { iss: 'https://unknown.example.test' }, '(InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: No OpenIDConnect provider found in your account for https://unknown.example.test'],
])('F %s is refused with what STS says', async (_name, claims, reason) => {
  expect(await account.aws({ ...workload, claims }, 'sts', 'get-caller-identity')).toMatchObject(refusal(expect.stringContaining(reason)));
});

test('F a token whose signature was changed is refused', async () => {
  const [header = '', payload = ''] = (await account.issuer.mint({ aud: 'sts.amazonaws.com' })).split('.');
  const [, , signature = ''] = (await account.issuer.mint({ aud: 'sts.amazonaws.com' })).split('.');
  const words = ['--role-arn', workload.role, '--role-session-name', 'by-hand', '--web-identity-token', `${header}.${payload}.${signature}`];
  expect(await account.aws(account.administrator, 'sts', 'assume-role-with-web-identity', ...words)).toMatchObject(refusal(expect.stringContaining('(InvalidIdentityToken)')));
});

test('AssumeRole takes the external id that the trust asks for, and no other', async () => {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': 'orders-1' } } }] };
  await account.ask(account.administrator, 'iam', 'create-role', '--role-name', 'visited', '--assume-role-policy-document', JSON.stringify(trust));
  const words = ['sts', 'assume-role', '--role-arn', 'arn:aws:iam::123456789012:role/visited', '--role-session-name', 'visit', '--external-id'];
  expect(await account.ask(account.administrator, ...words, 'orders-1')).toMatchObject({ AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/visited/visit' } });
  expect(await account.aws(account.administrator, ...words, 'orders-2')).toMatchObject(refusal(expect.stringContaining('(AccessDenied) when calling the AssumeRole operation')));
});
