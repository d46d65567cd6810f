import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsAudience, startTestAws, type TestAws } from '../../testing/test-aws.ts';
import { testSubject } from '../../testing/test-issuer.ts';
import type { LocalAccount, LocalUser } from '../local-aws.ts';

let aws: TestAws & AsyncDisposable;
let account: LocalAccount;
let administrator: LocalUser;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startTestAws();
  account = aws.clouds.aws.account();
  administrator = account.user({ name: 'administrator' });
  administrator.putPolicy('iam', { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' } });
  iam = new IAMClient({ ...aws.config('us-east-1'), credentials: administrator.createAccessKey() });
});
afterEach(() => aws[Symbol.asyncDispose]());

const providerArn = (): string => `arn:aws:iam::${account.id}:oidc-provider/issuer.example.test`;
const trust = (): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Federated: providerArn() },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'issuer.example.test:aud': awsAudience, 'issuer.example.test:sub': testSubject } },
    }],
  });
const readOne = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] });
const createProvider = async (changes = {}) => await iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://issuer.example.test', ClientIDList: [awsAudience], ...changes }));
const createRole = async (changes = {}) => await iam.send(new CreateRoleCommand({ RoleName: 'Reader', AssumeRolePolicyDocument: trust(), ...changes }));
const refusal = async (call: Promise<unknown>): Promise<string> =>
  await call.then(
    () => 'accepted',
    (error: unknown) => `${(error as { $metadata: { httpStatusCode: number } }).$metadata.httpStatusCode} ${(error as Error).name}: ${(error as Error).message}`,
  );

test('the calls of a set-up make a trust that STS accepts and Secrets Manager serves', async () => {
  expect((await createProvider()).OpenIDConnectProviderArn).toBe(providerArn());
  const { Role } = await createRole({ Path: '/carnet/' });
  expect(Role?.Arn).toBe(`arn:aws:iam::${account.id}:role/carnet/Reader`);
  await iam.send(new PutRolePolicyCommand({ RoleName: 'Reader', PolicyName: 'read', PolicyDocument: readOne }));
  account.secrets('eu-central-1').set('database', 'the value');
  const client = aws.secretsClient(await aws.sessionCredentials({ RoleArn: Role?.Arn ?? '' }));
  expect((await client.send(new GetSecretValueCommand({ SecretId: 'database' }))).SecretString).toBe('the value');
  await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn() }));
  await expect(aws.exchange({ RoleArn: Role?.Arn ?? '' })).rejects.toThrow('No OpenIDConnect provider found in your account for https://issuer.example.test');
});

describe('OpenID Connect providers', () => {
  test('are read back without their scheme, listed, and given other client IDs', async () => {
    await createProvider({ ThumbprintList: ['A'.repeat(40)] });
    const target = { OpenIDConnectProviderArn: providerArn() };
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...target, ClientID: 'second' }));
    await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ ...target, ClientID: awsAudience }));
    expect(await iam.send(new GetOpenIDConnectProviderCommand(target))).toMatchObject({ Url: 'issuer.example.test', ClientIDList: ['second'], ThumbprintList: ['A'.repeat(40)], CreateDate: new Date(aws.clock.time) });
    expect((await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList).toEqual([{ Arn: providerArn() }]);
  });

  test.each(['http://issuer.example.test', 'https://issuer.example.test?x=1', 'https://issuer.example.test#x', 'https://user@issuer.example.test', 'https://issuer.example.test:8443', 'issuer.example.test', `https://issuer.example.test/${'x'.repeat(255)}`])(
    '%s is no URL for one',
    async (Url) => {
      expect(await refusal(createProvider({ Url }))).toBe('400 ValidationError: Invalid Open ID Connect Provider URL');
    },
  );

  test('each rule has its refusal', async () => {
    await createProvider();
    expect(await refusal(createProvider())).toBe('409 EntityAlreadyExistsException: Provider with url https://issuer.example.test already exists.');
    const Url = 'https://other.example.test';
    expect(await refusal(createProvider({ Url, ClientIDList: Array.from({ length: 101 }, (_, index) => `client-${index}`) }))).toMatch(/^409 LimitExceededException/);
    expect(await refusal(createProvider({ Url, ThumbprintList: Array.from({ length: 6 }, () => 'A'.repeat(40)) }))).toMatch(/^400 InvalidInputException/);
    expect(await refusal(createProvider({ Url, ThumbprintList: ['xyz'] }))).toMatch(/^400 ValidationError/);
    expect(await refusal(iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: `${providerArn()}x` })))).toBe(`404 NoSuchEntityException: OpenIDConnect Provider not found for arn ${providerArn()}x`);
  });
});

describe('roles', () => {
  test('are read back with their policies, in RFC 3986 encoding', async () => {
    await createRole({ MaxSessionDuration: 7200, Description: 'reads <secrets> & more' });
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'reader' }));
    expect(Role).toMatchObject({ RoleName: 'Reader', Path: '/', MaxSessionDuration: 7200, Description: 'reads <secrets> & more' });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trust());
    expect((await iam.send(new ListRolesCommand({}))).Roles).toContainEqual(Role);
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Reader', PolicyName: 'read', PolicyDocument: readOne }));
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'Reader' }))).PolicyNames).toEqual(['read']);
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName: 'Reader', PolicyName: 'read' }));
    expect(decodeURIComponent(PolicyDocument)).toBe(readOne);
  });

  test('a role with policies is not deleted, and one made again is another', async () => {
    const { Role: first } = await createRole();
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Reader', PolicyName: 'read', PolicyDocument: readOne }));
    expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'Reader' })))).toBe('409 DeleteConflictException: Cannot delete entity, must delete policies first.');
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'Reader', PolicyName: 'read' }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'Reader' }));
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'Reader' })))).toBe('404 NoSuchEntityException: The role with name Reader cannot be found.');
    expect((await createRole()).Role?.RoleId).not.toBe(first?.RoleId);
  });

  test('each rule has its refusal', async () => {
    await createRole();
    expect(await refusal(createRole({ RoleName: 'READER' }))).toBe('409 EntityAlreadyExistsException: Role with name READER already exists.');
    expect(await refusal(createRole({ RoleName: 'no spaces' }))).toMatch(/^400 ValidationError: 1 validation error detected: Value 'no spaces' at 'roleName'/);
    expect(await refusal(createRole({ RoleName: 'x', MaxSessionDuration: 3599 }))).toMatch(/^400 ValidationError/);
    expect(await refusal(createRole({ RoleName: 'x', Path: 'no-slash' }))).toMatch(/^400 ValidationError/);
    expect(await refusal(iam.send(new GetRolePolicyCommand({ RoleName: 'Reader', PolicyName: 'none' })))).toBe('404 NoSuchEntityException: The role policy with name none cannot be found.');
    const large = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${'x'.repeat(10_240)}` } });
    expect(await refusal(iam.send(new PutRolePolicyCommand({ RoleName: 'Reader', PolicyName: 'large', PolicyDocument: large })))).toBe('409 LimitExceededException: Maximum policy size of 10240 bytes exceeded for role Reader');
    const update = (PolicyDocument: string): Promise<string> => refusal(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'Reader', PolicyDocument })));
    expect(await update('{')).toBe('400 MalformedPolicyDocumentException: This policy contains invalid Json');
    expect(await update(readOne)).toBe('400 MalformedPolicyDocumentException: Has prohibited field Resource');
    expect(await update(trust().replace(testSubject, 'x'.repeat(2048)))).toMatch(/^409 LimitExceededException: Cannot exceed quota for ACLSizePerRole: 2048/);
  });
});

test('who may not, is told what is missing', async () => {
  administrator.removePolicy('iam');
  expect(await refusal(createRole())).toBe(
    `403 AccessDenied: User: ${administrator.arn} is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::${account.id}:role/Reader because no identity-based policy allows the iam:CreateRole action`,
  );
});

test.each([['aws-cn', 'cn-north-1', 'iam.cn-north-1.amazonaws.com.cn'], ['aws-us-gov', 'us-gov-west-1', 'iam.us-gov.amazonaws.com']] as const)('%s has an IAM of its own', async (partition, region, host) => {
  const user = aws.clouds.aws.account({ partition }).user({ name: 'one' });
  user.putPolicy('iam', { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' } });
  const client = new IAMClient({ ...aws.config(region), credentials: user.createAccessKey() });
  const { OpenIDConnectProviderArn } = await client.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://issuer.example.test', ClientIDList: [awsAudience] }));
  expect(OpenIDConnectProviderArn).toContain(`arn:${partition}:iam::`);
  expect(aws.clouds.requests.at(-1)).toMatchObject({ host, service: 'aws-iam', operation: 'CreateOpenIDConnectProvider' });
});
