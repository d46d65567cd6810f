import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Secret, type SecretStore } from '@carnet/provider';
import { randomUUID } from 'node:crypto';
import type { Agent } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestIssuer } from '@carnet/provider-testkit';
import { openAws } from './open-aws.ts';
import { startMoto, type Moto } from './start-moto.ts';
import { refusalOf } from './worlds.ts';

// moto judges signatures, keys, session tokens and role policies once it is told to. Of policies it knows `Resource: "*"` alone, and an
// unsigned call breaks it, so the exchange comes first.
const region = 'us-east-1';
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' }] });
const issuer = createTestIssuer({ now: () => Date.now(), audience: 'sts.amazonaws.com' });
const nobody = JSON.stringify({ Version: '2012-10-17', Statement: [] });

let moto: Moto;
let exchanged: SecretStore;
let denied: SecretStore;
let keys: { readonly accessKeyId: string; readonly secretAccessKey: string };

beforeAll(async () => {
  moto = await startMoto();
  for (const RoleName of ['reader', 'stranger']) await moto.iam('CreateRole', { RoleName, AssumeRolePolicyDocument: nobody });
  await moto.iam('PutRolePolicy', { RoleName: 'reader', PolicyName: 'everything', PolicyDocument: policy });
  await moto.iam('CreateUser', { UserName: 'robot' });
  await moto.iam('PutUserPolicy', { UserName: 'robot', PolicyName: 'everything', PolicyDocument: policy });
  const made = await moto.iam('CreateAccessKey', { UserName: 'robot' });
  const [, accessKeyId = ''] = /<AccessKeyId>(.+?)<\/AccessKeyId>/.exec(made) ?? [];
  const [, secretAccessKey = ''] = /<SecretAccessKey>(.+?)<\/SecretAccessKey>/.exec(made) ?? [];
  keys = { accessKeyId, secretAccessKey };

  const httpsAgent = moto.transport.agent(`https://secretsmanager.${region}.amazonaws.com`) as Agent;
  await new SecretsManagerClient({ region, credentials: keys, requestHandler: { httpsAgent } }).send(new CreateSecretCommand({ Name: 'orders/database', SecretString: 'first' }));
  exchanged = openAs('reader');
  denied = openAs('stranger');
  await exchanged.authenticate({});
  await denied.authenticate({});
  await moto.demandAuthorization();
});
afterAll(() => moto[Symbol.asyncDispose]());

const openAs = (role: string): SecretStore => openAws({ identity: { roleArn: `arn:aws:iam::123456789012:role/${role}`, region, sessionTags: false }, transport: moto.transport, subjectToken: () => Promise.resolve(issuer.mint({ aud: 'sts.amazonaws.com' })) });

function openWithKey(changes: Partial<typeof keys> = {}): SecretStore {
  const { accessKeyId, secretAccessKey } = { ...keys, ...changes };
  const secrets = { secretAccessKey: new Secret(new TextEncoder().encode(secretAccessKey)) };
  return openAws({ identity: {}, transport: moto.transport, subjectToken: () => Promise.reject(new Error('No token is needed.')) }, { method: 'access-key', methodSettings: { accessKeyId }, secrets, store: { region } });
}

async function expectAllOperations(store: SecretStore): Promise<void> {
  const value = new TextEncoder().encode('first');
  expect((await store.read({ name: 'orders/database' }, {})).bytes).toEqual(value);
  expect(await store.readMany?.([{ name: 'orders/database' }], {})).toMatchObject([{ ok: true, bytes: value }]);
  const listed: string[] = [];
  for await (const { name } of store.list?.({ prefix: 'orders/' }) ?? []) listed.push(name);
  expect(listed).toEqual(['orders/database']);
  const name = `written/${randomUUID()}`;
  await expect(store.write?.(name, value, {})).resolves.toMatchObject({ version: expect.any(String) });
  await store.remove?.(name, {});
}

test('moto accepts the signature of each request of an exchanged session, its session token included', () => expectAllOperations(exchanged));

test('moto accepts the signature of each request of an access key', () => expectAllOperations(openWithKey()));

test.each([
  ['another secret access key', { secretAccessKey: 'A'.repeat(40) }],
  ['an access key id that nobody has', { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }],
])('moto refuses %s', async (_name, changes) => {
  await expect(openWithKey(changes).read({ name: 'orders/database' }, {})).rejects.toMatchObject({ code: 'STATIC_SECRET_REJECTED' });
});

test('moto refuses a role without a policy, though its signature fits', async () => {
  // In XML, which Secrets Manager does not speak: it is no answer that may be believed.
  await expect(denied.read({ name: 'orders/database' }, {})).rejects.toMatchObject({ code: 'STORE_FAULT' });
});

test.each([
  ['a wrong secret access key', { secretAccessKey: 'A'.repeat(40) }, 'SignatureDoesNotMatch'],
  ['an unknown access key id', { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }, 'InvalidClientTokenId'],
])('the reason is the signature: STS names %s', async (_name, changes, code) => {
  const httpsAgent = moto.transport.agent(`https://sts.${region}.amazonaws.com`) as Agent;
  const whoAmI = (credentials: typeof keys) => new STSClient({ region, credentials, maxAttempts: 1, requestHandler: { httpsAgent } }).send(new GetCallerIdentityCommand({}));
  await expect(whoAmI(keys)).resolves.toMatchObject({ Arn: 'arn:aws:iam::123456789012:user/robot' });
  expect(await refusalOf(whoAmI({ ...keys, ...changes }))).toMatchObject({ name: code, status: 403 });
});
