import { CreateSecretCommand, GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentText, planned } from '../src/testing/planned.ts';
import { runScript, type Outcome } from './run-script.ts';
import { startMoto, type Moto } from './start-moto.ts';

// moto judges no token: it is asked what the commands made.
let moto: Moto;
let secrets: SecretsManagerClient;
beforeAll(async () => {
  moto = await startMoto();
  secrets = new SecretsManagerClient({ region: 'eu-central-1', endpoint: moto.url, credentials: { accessKeyId: 'owner', secretAccessKey: 'not checked' } });
});
afterAll(async () => {
  secrets.destroy();
  await moto[Symbol.asyncDispose]();
});

const run = async (script: string): Promise<Outcome> => await runScript(script, { AWS_ENDPOINT_URL: moto.url, AWS_ACCESS_KEY_ID: 'owner', AWS_SECRET_ACCESS_KEY: 'not checked', AWS_DEFAULT_REGION: 'eu-central-1', AWS_DEFAULT_OUTPUT: 'json' });
// Asked without the command, each call of which is seconds of a processor.
const member = (xml: string, name: string): string => new RegExp(`<${name}>([^]*?)</${name}>`).exec(xml)?.[1] ?? '';
const documentIn = (xml: string, name: string): unknown => JSON.parse(decodeURIComponent(member(xml, name))) as unknown;

const plan = planned({ list: true, write: true, create: 'app/first', settings: { sessionTags: true } });

test.each(['run', 'run again'])('G the printed script, %s, makes in moto what the plan says', async () => {
  const [, role, policy] = plan.resources;
  expect(await run(documentText(plan, 'aws'))).toEqual({ status: 0, stdout: '{"roleArn":"arn:aws:iam::123456789012:role/carnet"}\n', stderr: '' });
  const provider = await moto.iam('GetOpenIDConnectProvider', { OpenIDConnectProviderArn: 'arn:aws:iam::123456789012:oidc-provider/id.example.com/o' });
  expect([member(provider, 'Url'), member(provider, 'ClientIDList').replaceAll(/<[^>]+>|\s/g, '')]).toEqual(['id.example.com/o', 'sts.amazonaws.com']);
  expect(documentIn(await moto.iam('GetRole', { RoleName: 'carnet' }), 'AssumeRolePolicyDocument')).toEqual(role?.['trustPolicy']);
  expect(documentIn(await moto.iam('GetRolePolicy', { RoleName: 'carnet', PolicyName: 'carnet-secrets' }), 'PolicyDocument')).toEqual(policy?.['policy']);
  expect((await secrets.send(new GetSecretValueCommand({ SecretId: 'app/first' }))).SecretString).toMatch(/^[A-Za-z0-9+/]{32}$/);
});

test('G the printed teardown leaves nothing in moto, a policy that was added by hand included', async () => {
  await moto.iam('PutRolePolicy', { RoleName: 'carnet', PolicyName: 'by-hand', PolicyDocument: JSON.stringify(plan.resources[2]?.['policy']) });
  expect(await run(documentText(plan, 'aws', 'tearDown'))).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(await moto.iam('ListRoles', {})).not.toContain('carnet');
  expect(await moto.iam('ListOpenIDConnectProviders', {})).not.toContain('id.example.com');
  expect((await secrets.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
});

test('G the printed teardown of what was never set up is no failure, and takes no secret that was there before', async () => {
  await secrets.send(new CreateSecretCommand({ Name: 'app/before', SecretString: 'kept' }));
  const never = planned({ create: 'app/before' });
  expect(await run(documentText(never, 'aws', 'tearDown'))).toEqual({ status: 0, stdout: '', stderr: 'There is no role carnet.\n' });
  expect((await secrets.send(new GetSecretValueCommand({ SecretId: 'app/before' }))).SecretString).toBe('kept');
});
