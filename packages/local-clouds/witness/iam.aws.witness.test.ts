import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal, startAwsAccount, type AwsAccount } from './aws-account.ts';
import { subject } from './workbench.ts';

let account: AwsAccount;
beforeAll(async () => {
  account = await startAwsAccount();
});
afterAll(() => account[Symbol.asyncDispose]());

const iam = (...words: readonly string[]) => account.ask(account.administrator, 'iam', ...words);
const refused = async (...words: readonly string[]) => await account.aws(account.administrator, 'iam', ...words);
const trust = (provider: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { 'issuer.example.test:aud': 'sts.amazonaws.com', 'issuer.example.test:sub': subject } } }],
  });

test('the user is who its keys say', async () => {
  expect(await account.ask(account.administrator, 'sts', 'get-caller-identity')).toEqual({
    UserId: expect.stringMatching(/^AIDA[A-Z0-9]+$/),
    Account: '123456789012',
    Arn: 'arn:aws:iam::123456789012:user/administrator',
  });
});

test('an OIDC provider is made, read, listed and deleted', async () => {
  const url = 'https://issuer.example.test/organizations/1';
  const arn = 'arn:aws:iam::123456789012:oidc-provider/issuer.example.test/organizations/1';
  expect(await iam('create-open-id-connect-provider', '--url', url, '--client-id-list', 'sts.amazonaws.com')).toMatchObject({ OpenIDConnectProviderArn: arn });
  expect(await iam('get-open-id-connect-provider', '--open-id-connect-provider-arn', arn)).toMatchObject({ Url: 'issuer.example.test/organizations/1', ClientIDList: ['sts.amazonaws.com'], CreateDate: expect.anything() });
  expect(await iam('list-open-id-connect-providers')).toMatchObject({ OpenIDConnectProviderList: expect.arrayContaining([{ Arn: arn }]) });
  expect(await refused('create-open-id-connect-provider', '--url', url)).toMatchObject(refusal(expect.stringContaining('(EntityAlreadyExists) when calling the CreateOpenIDConnectProvider operation')));
  await iam('delete-open-id-connect-provider', '--open-id-connect-provider-arn', arn);
  expect(await refused('get-open-id-connect-provider', '--open-id-connect-provider-arn', arn)).toMatchObject(refusal(expect.stringContaining('(NoSuchEntity)')));
});

test('a role and its policy are made, read and deleted, and a role that has a policy stays', async () => {
  const document = trust('arn:aws:iam::123456789012:oidc-provider/issuer.example.test');
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] };
  const made = await iam('create-role', '--role-name', 'kept', '--path', '/carnet/', '--max-session-duration', '7200', '--assume-role-policy-document', document);
  expect(made).toMatchObject({ Role: { Arn: 'arn:aws:iam::123456789012:role/carnet/kept', RoleId: expect.stringMatching(/^AROA/), AssumeRolePolicyDocument: JSON.parse(document) } });
  expect(await iam('get-role', '--role-name', 'kept')).toMatchObject({ Role: { MaxSessionDuration: 7200, AssumeRolePolicyDocument: JSON.parse(document) } });
  await iam('put-role-policy', '--role-name', 'kept', '--policy-name', 'read', '--policy-document', JSON.stringify(policy));
  expect(await iam('get-role-policy', '--role-name', 'kept', '--policy-name', 'read')).toEqual({ RoleName: 'kept', PolicyName: 'read', PolicyDocument: policy });
  expect(await iam('list-role-policies', '--role-name', 'kept')).toMatchObject({ PolicyNames: ['read'] });
  expect(await refused('delete-role', '--role-name', 'kept')).toMatchObject(refusal(expect.stringContaining('(DeleteConflict)')));
  await iam('delete-role-policy', '--role-name', 'kept', '--policy-name', 'read');
  await iam('delete-role', '--role-name', 'kept');
  expect(await refused('get-role', '--role-name', 'kept')).toMatchObject(refusal(expect.stringContaining('(NoSuchEntity)')));
});

test('a policy that is no JSON is MalformedPolicyDocument, and a wrong secret access key SignatureDoesNotMatch', async () => {
  expect(await refused('create-role', '--role-name', 'broken', '--assume-role-policy-document', '{')).toMatchObject(refusal(expect.stringContaining('(MalformedPolicyDocument)')));
  if (!('key' in account.administrator)) throw new TypeError('The administrator has a key.');
  const key = { ...account.administrator.key, secretAccessKey: 'A'.repeat(40) };
  expect(await account.aws({ key }, 'iam', 'list-open-id-connect-providers')).toMatchObject(refusal(expect.stringContaining('(SignatureDoesNotMatch)')));
});
