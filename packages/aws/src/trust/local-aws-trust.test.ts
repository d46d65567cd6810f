import { createCarnet, type Carnet } from '@carnet/core';
import { startLocalClouds, type LocalAccount, type LocalClouds } from '@carnet/local-clouds';
import type { TrustPlan } from '@carnet/provider';
import { createTestIssuer, type TestIssuer, testSubject as subject } from '@carnet/provider-testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAws } from '../create-aws.ts';
import { collect, failureOf } from '../testing/test-aws.ts';
import { planned } from '../testing/planned.ts';

const [region, kmsKeyArn] = ['eu-central-1', 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'];
let clouds: LocalClouds;
let issuer: TestIssuer;
let account: LocalAccount;
let opened: Carnet[];
beforeEach(async () => {
  clouds = await startLocalClouds();
  issuer = createTestIssuer({ now: () => Date.now(), audience: 'sts.amazonaws.com' });
  clouds.route(issuer.host, issuer.fetch);
  account = clouds.aws.account({ id: '123456789012' });
  for (const name of ['app/db', 'app/key', 'other']) account.secrets(region).set(name, `value of ${name}`);
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((carnet) => carnet.close()));
  await clouds.close();
});

const plan = (input: Parameters<typeof planned>[0] = {}): TrustPlan => planned({ issuer: issuer.url, subject, secrets: ['app/db'], ...input });

/** A front door by the settings that the plan says result. */
function kickoff({ identity, store }: TrustPlan, outputs: Readonly<Record<string, string>>, secrets: readonly string[], claims: object = {}): Carnet {
  const settings = Object.fromEntries(Object.entries(identity).map(([name, value]) => [name, typeof value === 'string' ? value.replace(/^\{(\w+)\}$/, (_, output: string) => outputs[output] ?? '') : value]));
  const carnet = createCarnet({
    identity: { subjectToken: ({ audience }) => Promise.resolve(issuer.mint({ aud: audience, ...claims })) },
    providers: [createAws()],
    workloadIdentities: { 'aws-prod': { kind: 'aws', ...settings } },
    credentials: { secrets: { provider: 'aws', identity: 'aws-prod', store, writable: true } },
    variables: Object.fromEntries(secrets.map((secret, index) => [`V${index}`, { credential: 'secrets', secret }])),
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: clouds.transport,
    environment: {},
    log: () => undefined,
  });
  opened.push(carnet);
  return carnet;
}

const codesOf = async (carnet: Carnet): Promise<unknown> => ((await failureOf(carnet.resolve())) as { failures?: readonly { error: { code: string } }[] }).failures?.map(({ error }) => error.code);

test('G applied, the trust lets a kickoff pass; removed, it is refused', async () => {
  const trust = plan({ create: 'app/first' });
  const outputs = clouds.trust.apply(trust.resources);
  expect(outputs).toEqual({ roleArn: 'arn:aws:iam::123456789012:role/carnet' });
  const resolution = await kickoff(trust, outputs, ['app/db', 'app/first']).resolve();
  expect(resolution.secret('V0')?.reveal()).toBe('value of app/db');
  expect(resolution.secret('V1')?.reveal()).not.toBe('');
  clouds.trust.remove(trust.resources);
  expect(await codesOf(kickoff(trust, outputs, ['app/db']))).toEqual(['TRUST_REJECTED']);
  expect(() => clouds.trust.remove(trust.resources)).not.toThrow();
});

test('G a secret that is named opens, and no other; none named opens the region, in one request', async () => {
  const one = plan();
  const outputs = clouds.trust.apply(one.resources);
  expect(await codesOf(kickoff(one, outputs, ['other']))).toEqual(['ACCESS_DENIED']);
  clouds.trust.remove(one.resources);
  const all = plan({ secrets: [] });
  clouds.clearRequests();
  expect((await kickoff(all, clouds.trust.apply(all.resources), ['app/db', 'app/key', 'other']).resolve()).secret('V2')?.reveal()).toBe('value of other');
  expect(clouds.requests.filter(({ service }) => service === 'secretsmanager').map(({ operation }) => operation)).toEqual(['BatchGetSecretValue']);
});

test.each([false, true])('G listing is a switch: %s', async (list) => {
  const trust = plan({ list });
  const names = collect(kickoff(trust, clouds.trust.apply(trust.resources), ['app/db']).list('secrets'));
  if (list) expect((await names).map(({ name }) => name)).toContain('other');
  else expect(await failureOf(names)).toMatchObject({ code: 'ACCESS_DENIED' });
});

test.each([false, true])('G writing is a switch, for the secrets that are named alone: %s', async (write) => {
  const trust = plan({ write, secrets: ['app/db', 'app/new'] });
  const carnet = kickoff(trust, clouds.trust.apply(trust.resources), ['app/db']);
  const bytes = new TextEncoder().encode('written');
  const writes = ['app/db', 'app/new', 'other'].map(async (name) => await carnet.write('secrets', name, bytes).then(() => 'written', (error: unknown) => (error as { code: string }).code));
  expect(await Promise.all(writes)).toEqual(write ? ['written', 'written', 'ACCESS_DENIED'] : ['ACCESS_DENIED', 'ACCESS_DENIED', 'ACCESS_DENIED']);
  const removal = await carnet.remove('secrets', 'app/db').then(() => 'removed', (error: unknown) => (error as { code: string }).code);
  expect(removal).toBe(write ? 'removed' : 'ACCESS_DENIED');
});

test('G a key of the customer\'s opens with its ARN, and not without', async () => {
  account.secrets(region).set('app/db', 'sealed', { kmsKeyId: kmsKeyArn });
  const without = plan();
  expect(await codesOf(kickoff(without, clouds.trust.apply(without.resources), ['app/db']))).toEqual(['ACCESS_DENIED']);
  clouds.trust.remove(without.resources);
  const trust = plan({ settings: { kmsKeyArn } });
  expect((await kickoff(trust, clouds.trust.apply(trust.resources), ['app/db']).resolve()).secret('V0')?.reveal()).toBe('sealed');
});

test('G session tags pass where the trust is made for them, and not elsewhere', async () => {
  const tagged = { 'https://aws.amazon.com/tags': { principal_tags: { organization: ['o-1'] } } };
  const without = plan();
  expect(await codesOf(kickoff(without, clouds.trust.apply(without.resources), ['app/db'], tagged))).toEqual(['TRUST_REJECTED']);
  clouds.trust.remove(without.resources);
  const trust = plan({ settings: { sessionTags: true } });
  expect(trust.identity).toMatchObject({ sessionTags: true });
  expect((await kickoff(trust, clouds.trust.apply(trust.resources), ['app/db'], tagged).resolve()).secret('V0')?.reveal()).toBe('value of app/db');
});

test('G another subject of the same issuer stays out, and text in it that IAM would read as a variable is text', async () => {
  const odd = 'organization:${aws:PrincipalTag/x}*?';
  const trust = plan({ subject: odd });
  const outputs = clouds.trust.apply(trust.resources);
  expect(await codesOf(kickoff(trust, outputs, ['app/db'], { sub: 'organization:other' }))).toEqual(['TRUST_REJECTED']);
  expect((await kickoff(trust, outputs, ['app/db'], { sub: odd }).resolve()).secret('V0')?.reveal()).toBe('value of app/db');
});

test('G an issuer that another role trusts stays, a role of another is left as it is, and applying twice is once', async () => {
  const [first, second] = [plan(), plan({ settings: { roleName: 'second' } })];
  clouds.trust.apply(first.resources);
  clouds.trust.apply(first.resources);
  const outputs = clouds.trust.apply(second.resources);
  clouds.trust.remove(first.resources);
  expect((await kickoff(second, outputs, ['app/db']).resolve()).secret('V0')?.reveal()).toBe('value of app/db');
  expect(() => clouds.trust.apply(plan({ subject: 'organization:other', settings: { roleName: 'second' } }).resources)).toThrow('Role with name second already exists.');
});

test('G the teardown takes what the set-up made: the role of another and a secret that was there before stay', async () => {
  const theirs = plan();
  const outputs = clouds.trust.apply(theirs.resources);
  const ours = plan({ subject: 'organization:other', create: 'app/db' });
  clouds.trust.apply(ours.resources.filter(({ type }) => type === 'aws.secret'));
  clouds.trust.remove(ours.resources);
  expect((await kickoff(theirs, outputs, ['app/db']).resolve()).secret('V0')?.reveal()).toBe('value of app/db');
});

test('G a name that could be the ARN of another secret opens no writing to that one', async () => {
  const victim = account.secrets(region).arn('other').split(':').at(-1) ?? '';
  const trust = plan({ secrets: [victim], write: true });
  const carnet = kickoff(trust, clouds.trust.apply(trust.resources), [victim]);
  expect(JSON.stringify(trust.resources)).not.toContain(`"${account.secrets(region).arn('other')}"`);
  expect(await carnet.write('secrets', 'other', new TextEncoder().encode('overwritten')).then(() => 'written', (error: unknown) => (error as { code: string }).code)).toBe('ACCESS_DENIED');
  expect(trust.notes.join()).toContain(`${victim} can be overwritten and not created`);
});

test('what names no account and no resource of AWS is refused with its name', () => {
  const resources = (changes: object): TrustPlan['resources'] => plan().resources.map((resource) => ({ ...resource, ...changes }));
  expect(() => clouds.trust.apply(resources({ accountId: '000000000000' }))).toThrow('There is no account 000000000000 in aws.');
  expect(() => clouds.trust.apply(resources({ type: 'aws.user' }))).toThrow('aws.user is no resource of the local AWS.');
});
