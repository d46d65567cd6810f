import { createCarnet, type Carnet } from '@carnet/core';
import { startLocalClouds, type LocalClouds, type LocalProject } from '@carnet/local-clouds';
import type { TrustInput, TrustPlan } from '@carnet/provider';
import { createTestIssuer, type TestIssuer } from '@carnet/provider-testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGcp } from '../create-gcp.ts';
import { trust } from './trust.ts';

// What a plan says is done at the local Google, which verifies the token and asks its roles as the real one does.
let clouds: LocalClouds;
let issuer: TestIssuer;
let project: LocalProject;
const opened: Carnet[] = [];
beforeEach(async () => {
  const clock = { now: () => Date.now() };
  clouds = await startLocalClouds({ clock });
  issuer = createTestIssuer(clock);
  clouds.route(issuer.host, issuer.fetch);
  project = clouds.google.project({ id: 'orders-project' });
  for (const name of ['database', 'other']) project.secrets().set(name, `value of ${name}`);
});
afterEach(async () => {
  for (const carnet of opened.splice(0)) await carnet.close();
  await clouds.close();
});

function planned(change: Partial<TrustInput> = {}): TrustPlan {
  const { settings, ...others } = change;
  return trust({
    issuer: issuer.url, subject: issuer.subject, secrets: ['database'], list: false, write: false,
    settings: { projectId: project.id, projectNumber: project.number, ...settings }, ...others,
  });
}

/** A host whose settings are those of the plan, with what the set-up printed in the place of its outputs. */
function carnetOf({ identity, store }: TrustPlan, outputs: Readonly<Record<string, string>>, subject: string = issuer.subject): Carnet {
  const settings = Object.fromEntries(Object.entries(identity).map(([field, value]) => [field, String(value).replace(/\{(\w+)\}/g, (_whole, name: string) => outputs[name] ?? '')]));
  const carnet = createCarnet({
    identity: { subjectToken: ({ audience }) => Promise.resolve(issuer.mint({ aud: audience, sub: subject })) },
    providers: [createGcp()],
    workloadIdentities: { google: { kind: 'gcp', ...settings } },
    credentials: { secrets: { provider: 'gcp', identity: 'google', store, writable: true } },
    variables: {},
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: clouds.transport,
    environment: {},
  });
  opened.push(carnet);
  return carnet;
}

const read = async (carnet: Carnet, name: string): Promise<string> => {
  const { secret } = await carnet.read('secrets', { name });
  return secret.reveal();
};
async function names(carnet: Carnet): Promise<string[]> {
  const all: string[] = [];
  for await (const { name } of carnet.list('secrets')) all.push(name);
  return all;
}

describe('G a plan that is applied lets a kickoff pass', () => {
  test('one secret is read, and no other; no list, no writing', async () => {
    const plan = planned();
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources));
    expect(await read(carnet, 'database')).toBe('value of database');
    const denied = [() => read(carnet, 'other'), () => names(carnet), () => carnet.write('secrets', 'database', 'x'), () => carnet.remove('secrets', 'database')];
    for (const attempt of denied) await expect(attempt()).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });

  test('the whole project, where no secret is named', async () => {
    const plan = planned({ secrets: [] });
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources));
    expect([await read(carnet, 'database'), await read(carnet, 'other')]).toEqual(['value of database', 'value of other']);
    await expect(names(carnet)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });

  test('the switches: list shows names, write writes and removes what is named', async () => {
    const plan = planned({ list: true, write: true });
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources));
    expect(await names(carnet)).toEqual(['database', 'other']);
    await carnet.write('secrets', 'database', 'rotated');
    expect(await read(carnet, 'database')).toBe('rotated');
    await expect(carnet.write('secrets', 'other', 'x')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    await carnet.remove('secrets', 'database');
    expect(await names(carnet)).toEqual(['other']);
  });

  test('writing to the whole project makes secrets that did not exist', async () => {
    const plan = planned({ secrets: [], write: true });
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources));
    await carnet.write('secrets', 'new', 'made');
    expect(await read(carnet, 'new')).toBe('made');
  });

  test('a first secret, and one of a region', async () => {
    const plan = planned({ secrets: ['first'], create: 'first', settings: { location: 'europe-west3' } });
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources));
    expect(await read(carnet, 'first')).toMatch(/^[\w+/=]{32}$/);
  });

  test('as a service account', async () => {
    const { email } = project.serviceAccount('secret-reader');
    const plan = planned({ settings: { serviceAccountEmail: email } });
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources));
    expect(await read(carnet, 'database')).toBe('value of database');
    expect(clouds.requests.some(({ service }) => service === 'iamcredentials')).toBe(true);
  });

  test('another subject of the issuer is refused by the condition', async () => {
    const plan = planned();
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources), 'organization:00000000-0000-4000-8000-000000000002');
    await expect(read(carnet, 'database')).rejects.toMatchObject({ code: 'TRUST_REJECTED', cloudCode: 'unauthorized_client' });
  });

  test('twice is as once, and two subjects share a pool without undoing each other', async () => {
    const subject = 'organization:00000000-0000-4000-8000-000000000002';
    const [one, two] = [planned(), planned({ subject, secrets: ['other'] })];
    const outputs = [clouds.trust.apply(one.resources), clouds.trust.apply(two.resources), clouds.trust.apply(one.resources)];
    expect(outputs[2]).toEqual(outputs[0]);
    expect(await read(carnetOf(one, outputs[0] ?? {}), 'database')).toBe('value of database');
    clouds.trust.remove(one.resources);
    expect(await read(carnetOf(two, outputs[1] ?? {}, subject), 'other')).toBe('value of other');
  });
});

describe('G its teardown stops it', () => {
  test('from then on no token is taken', async () => {
    const plan = planned({ list: true, write: true, create: 'first' });
    const outputs = clouds.trust.apply(plan.resources);
    const carnet = carnetOf(plan, outputs);
    await read(carnet, 'database');
    clouds.trust.remove(plan.resources);
    await expect(read(carnetOf(plan, outputs), 'database')).rejects.toMatchObject({ code: 'TRUST_REJECTED', cloudCode: 'invalid_target' });
    await expect(read(carnet, 'database')).rejects.toMatchObject({ code: expect.stringMatching(/ACCESS_DENIED|CREDENTIAL_EXPIRED|TRUST_REJECTED/) as string });
  });

  test('and what was there before stays', () => {
    const plan = planned({ create: 'first' });
    clouds.trust.apply(plan.resources);
    clouds.trust.remove(plan.resources);
    expect(() => project.secrets().disable('database')).not.toThrow();
    expect(() => project.secrets().disable('first')).toThrow('no such secret');
  });

  test('a first secret that was there before stays, with its value', async () => {
    project.secrets().set('first', 'theirs');
    const plan = planned({ create: 'first' });
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources));
    expect(await read(carnet, 'first')).toBe('theirs');
    clouds.trust.remove(plan.resources);
    expect(() => project.secrets().disable('first')).not.toThrow();
  });
});

test.each<[string, Partial<TrustInput>, string]>([
  ['another number of the project', { settings: { projectNumber: '1' } }, 'The number of the project'],
  ['another project', { settings: { projectId: 'other-project' } }, 'no project other-project'],
  ['a service account that there is not', { settings: { serviceAccountEmail: 'nobody@orders-project.iam.gserviceaccount.com' } }, 'no service account'],
  ['a secret that there is not', { secrets: ['absent'] }, 'no such secret'],
])('%s is refused as gcloud does', (_what, change, words) => {
  expect(() => clouds.trust.apply(planned(change).resources)).toThrow(words);
});
