import { startLocalClouds, type LocalAccount, type LocalClouds } from '@carnet/local-clouds';
import { createTestIssuer, testSubject as subject, type TestIssuer } from '@carnet/provider-testkit';
import type { CarnetError, TrustPlan } from '@carnet/provider';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentText, planned } from '../src/testing/planned.ts';
import { registrations } from '../src/trust/registrations.ts';
import { openAws } from './open-aws.ts';
import { runScript, type Outcome } from './run-script.ts';

// The scripts as they are printed, run by the real command against the local AWS.
const region = 'eu-central-1';
let clouds: LocalClouds;
let issuer: TestIssuer;
let account: LocalAccount;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  clouds = await startLocalClouds();
  issuer = createTestIssuer({ now: () => Date.now(), audience: 'sts.amazonaws.com' });
  clouds.route(issuer.host, issuer.fetch);
  account = clouds.aws.account({ id: '123456789012' });
  account.secrets(region).set('app/db', 'the value');
  account.secrets(region).set('other', 'not for it');
  const owner = account.user({ name: 'owner' });
  owner.putPolicy('everything', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  const { accessKeyId, secretAccessKey } = owner.createAccessKey();
  folder = await mkdtemp(join(tmpdir(), 'carnet-witness-'));
  await writeFile(join(folder, 'authority.pem'), clouds.certificateAuthority);
  environment = { HTTPS_PROXY: (await clouds.startProxy()).url, AWS_CA_BUNDLE: join(folder, 'authority.pem'), AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
});
afterAll(async () => {
  await clouds.close();
  await rm(folder, { recursive: true, force: true });
});

const plan = (input: Parameters<typeof planned>[0] = {}): TrustPlan => planned({ issuer: issuer.url, subject, ...input });
const run = async (script: string): Promise<Outcome> => await runScript(script, environment);

async function read(roleArn: string, name: string): Promise<string> {
  const store = openAws({ identity: { roleArn, region, sessionTags: false }, transport: clouds.transport, subjectToken: () => Promise.resolve(issuer.mint({ aud: 'sts.amazonaws.com' })) });
  return await store.read({ name }, {}).then(({ bytes }) => new TextDecoder().decode(bytes), (error: unknown) => (error as CarnetError).code);
}

// One life of a trust: each call of the command is seconds of a processor.
test('G the printed script opens what it says and nothing else, leaves a role to its subject, and the printed teardown stops it', { timeout: 300_000 }, async () => {
  const trust = plan({ create: 'app/first' });
  const made = await run(documentText(trust, 'aws'));
  expect(made).toEqual({ status: 0, stdout: '{"roleArn":"arn:aws:iam::123456789012:role/carnet"}\n', stderr: '' });
  const { roleArn } = JSON.parse(made.stdout) as { readonly roleArn: string };
  expect(await read(roleArn, 'app/db')).toBe('the value');
  expect(await read(roleArn, 'app/first')).toMatch(/^[A-Za-z0-9+/]{32}$/);
  expect(await read(roleArn, 'other')).toBe('ACCESS_DENIED');

  const another = plan({ subject: 'organization:other' });
  expect(await run(documentText(another, 'aws'))).toEqual({ status: 1, stdout: '', stderr: 'The role carnet exists and trusts something else. Take another name for this one.\n' });

  const other = account.federatedRole({ name: 'other', issuer: issuer.url, subject });
  other.allowRead();
  expect(await run(documentText(trust, 'aws', 'tearDown'))).toEqual({ status: 0, stdout: '', stderr: 'The issuer stays: 1 other roles of the account trust it.\n' });
  expect([await read(roleArn, 'app/db'), await read(other.arn, 'app/db')]).toEqual(['TRUST_REJECTED', 'the value']);
});

test('G credentials of another account stop the script', async () => {
  expect(await run(documentText(planned({ issuer: issuer.url, settings: { accountId: '999999999999' } }), 'aws'))).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('of the account 123456789012') as string });
});

test('F what the commands print is read, and the command that it comes with mends it', async () => {
  const mistaken = account.federatedRole({ name: 'mistaken', issuer: issuer.url, subject: 'organization:Other' });
  mistaken.allowRead();
  const identity = { roleArn: mistaken.arn, region, sessionTags: false };
  const token = { issuer: issuer.url, subject, audience: 'sts.amazonaws.com' };
  const printed = await Promise.all(registrations.commands(identity).map(async (command) => JSON.parse((await run(command)).stdout) as unknown));
  const [role, provider] = printed.map((document) => registrations.read(document, { identity, token })[0]);
  expect(provider).toMatchObject({ issuer: issuer.url, audiences: ['sts.amazonaws.com'], problems: [] });
  expect(role).toMatchObject({ issuer: issuer.url, subject: 'organization:Other', problems: [] });
  expect(await read(identity.roleArn, 'app/db')).toBe('TRUST_REJECTED');
  expect((await run(role?.command ?? '')).status).toBe(0);
  expect(await read(identity.roleArn, 'app/db')).toBe('the value');
});

test('a partition of its own has its own IAM, which the commands find by their region', async () => {
  const china = clouds.aws.account({ id: '210987654321', partition: 'aws-cn' });
  const owner = china.user({ name: 'owner' });
  owner.putPolicy('everything', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  const { accessKeyId, secretAccessKey } = owner.createAccessKey();
  const trust = plan({ settings: { region: 'cn-north-1', accountId: '210987654321' } });
  const outcome = await runScript(documentText(trust, 'aws'), { ...environment, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
  expect(outcome).toEqual({ status: 0, stdout: '{"roleArn":"arn:aws-cn:iam::210987654321:role/carnet"}\n', stderr: '' });
});
