import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { openPeopleApi, operator, type PeopleApi } from '../organizations/testing/people-api.ts';
import { dumpOf } from '../people/testing/people-world.ts';
import type { Store } from '../store/store.ts';
import { eachDatabase } from '../testing/databases.ts';
import type { IssuedToken, NewToken } from './machine-tokens.ts';

eachDatabase((databases) => {
  let store: Store;
  let world: PeopleApi;
  let organization: string;
  let user: string;
  let worker: string;
  let automation: string;
  beforeEach(async () => {
    store = await databases.open();
    world = await openPeopleApi(store);
    await world.signIn('ada@example.com');
    organization = await world.organization('ada@example.com');
    user = await world.userOf('ada@example.com');
    worker = randomUUID();
    automation = randomUUID();
    const row = { organization_id: organization, name: 'one', name_key: 'one', created_at: 1 };
    await store.db.insertInto('worker').values({ ...row, id: worker, worker_version: '1.0.0', facts: '{}', last_seen_at: null, removed_at: null }).execute();
    await store.db.insertInto('automation').values({ ...row, id: automation, version: 1, updated_at: 1, command: '[]', timeout_seconds: 60, concurrency: null, required_worker_version: null, last_deployment: 0, archived_at: null }).execute();
  });
  const kinds = (): Readonly<Record<NewToken['kind'], NewToken>> => ({
    api: { kind: 'api', organization, createdBy: user, scopes: ['roles:read'] },
    deployment: { kind: 'deployment', organization, createdBy: user, automation },
    worker: { kind: 'worker', organization, worker },
    join: { kind: 'join', organization, createdBy: user },
    'sign-in': { kind: 'sign-in', user },
  });
  const issue = (kind: NewToken['kind']): Promise<IssuedToken> => world.tokens.issue(kinds()[kind], `a ${kind} token`, operator);
  const verify = (text: string, address = '192.0.2.1') => world.tokens.verify(text, address);

  test('each kind makes the principal of its kind, and a sign-in link makes none', async () => {
    for (const kind of ['api', 'deployment', 'worker', 'join'] as const) expect(await verify((await issue(kind)).text)).toMatchObject({ kind, organizationId: organization, name: `a ${kind} token` });
    await expect(verify((await issue('sign-in')).text)).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
    expect(await verify((await issue('worker')).text)).toMatchObject({ workerId: worker });
    expect(await verify((await issue('deployment')).text)).toMatchObject({ automationId: automation });
  });

  test('a token that is called by another kind opens nothing', async () => {
    for (const kind of ['api', 'deployment', 'worker', 'join', 'sign-in'] as const) {
      const secret = (await issue(kind)).text.split('_').slice(2).join('_');
      for (const word of ['api', 'dep', 'wkr', 'join', 'link', 'run', 'inv']) {
        const text = `carnet_${word}_${secret}`;
        if (text === (await issueText(kind, secret))) continue;
        await expect(verify(text, randomUUID()), text).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
      }
    }
    function issueText(kind: NewToken['kind'], secret: string): Promise<string> {
      return Promise.resolve(`carnet_${{ api: 'api', deployment: 'dep', worker: 'wkr', join: 'join', 'sign-in': 'link' }[kind]}_${secret}`);
    }
  });

  test('74 a dump of the database shows no token, and what it shows opens nothing', async () => {
    const texts = await Promise.all((['api', 'deployment', 'worker', 'join', 'sign-in'] as const).map(async (kind) => (await issue(kind)).text));
    const dump = await dumpOf(store);
    for (const text of texts) expect(dump).not.toContain(text.slice(-43));
    for (const { hash } of await store.db.selectFrom('machine_token').select('hash').execute()) await expect(verify(`carnet_api_${hash}`, randomUUID())).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
  });

  test('an expired, a revoked and a used token are over; only who has it is told so', async () => {
    const [expired, revoked, used] = [await issue('join'), await issue('api'), await issue('join')];
    await world.tokens.revoke(organization, revoked.id, operator);
    await world.tokens.use(used.id);
    for (const { text } of [revoked, used]) await expect(verify(text)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    world.pass(3_600_000);
    await expect(verify(expired.text)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    await expect(world.tokens.use(expired.id)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    await expect(verify(expired.text.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')))).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
  });

  test('59 of many who use a join token at once, one does', async () => {
    const { id } = await issue('join');
    const uses = await Promise.allSettled(Array.from({ length: 8 }, () => store.unit(() => world.tokens.use(id))));
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a token that is not for one use is not used up', async () => {
    for (const kind of ['api', 'deployment', 'worker'] as const) await expect(world.tokens.use((await issue(kind)).id)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(await store.db.selectFrom('machine_token').select('id').where('used_at', 'is not', null).where('kind', '!=', 'sign-in').execute()).toEqual([]);
  });

  test('a worker that was removed is out, whether or not its token was revoked', async () => {
    const { text } = await issue('worker');
    await store.db.updateTable('worker').set({ removed_at: world.now() }).where('id', '=', worker).execute();
    await expect(verify(text)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  test('a token is revoked by its own organization alone', async () => {
    await world.signIn('eve@example.com');
    const other = await world.organization('eve@example.com', 'Other');
    const { id, text } = await issue('api');
    await expect(world.tokens.revoke(other, id, operator)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect(await verify(text)).toMatchObject({ kind: 'api' });
  });

  test('the last use is written once a minute', async () => {
    const { id, text } = await issue('api');
    const lastUse = async (): Promise<number | null> => {
      await world.tokens.settled();
      return (await store.db.selectFrom('machine_token').select('last_used_at').where('id', '=', id).executeTakeFirstOrThrow()).last_used_at;
    };
    expect(await lastUse()).toBeNull();
    await verify(text);
    const first = await lastUse();
    expect(first).not.toBeNull();
    world.pass(30_000);
    await verify(text);
    expect(await lastUse()).toBe(first);
    world.pass(31_000);
    await verify(text);
    expect(await lastUse()).toBeGreaterThanOrEqual((first ?? 0) + 60_000);
  });

  describe('attempts', () => {
    const guess = (end: string): string => `carnet_wkr_AAAAAAAAA${'B'.repeat(34 - end.length)}${end}`;

    test('20 five that failed in 15 minutes close the sixth, for that beginning and address alone', async () => {
      for (const end of ['1', '2', '3', '4', '5']) await expect(verify(guess(end))).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
      await expect(verify(guess('6'))).rejects.toMatchObject({ code: 'ATTEMPTS_EXHAUSTED', status: 429, headers: { 'retry-after': '900' } });
      await expect(verify(guess('6'), '192.0.2.2')).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
      expect(await verify((await issue('api')).text)).toMatchObject({ kind: 'api' });
      world.pass(15 * 60_000);
      await expect(verify(guess('6'))).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
    });

    test('a guesser who changes the beginning runs into the limit of the address', async () => {
      for (let count = 0; count < 100; count += 1) await expect(verify(`carnet_api_${String(count).padStart(9, '0')}${'C'.repeat(34)}`)).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
      await expect(verify(`carnet_api_${'D'.repeat(43)}`)).rejects.toMatchObject({ code: 'ATTEMPTS_EXHAUSTED' });
      expect(await verify((await issue('worker')).text), 'a right token of the same network').toMatchObject({ kind: 'worker' });
    });
  });
});
