import { expect, test } from 'vitest';
import { eachDatabase } from '../../testing/databases.ts';
import { ifMatch, problemIn, resourceBench, type Entity, type ResourceBench } from '../testing/resource-bench.ts';

const config = (name: string, more: object = {}): object => ({ name, kind: 'acme', settings: { tenant: 'orders' }, ...more });
const credential = (name: string, more: object = {}): object => ({ name, provider: 'acme', method: 'workload-identity', store: { region: 'north' }, ...more });

eachDatabase(({ open }) => {
  const bench = async (): Promise<ResourceBench> => await resourceBench(await open());

  test('D2 a config is made, read, changed and deleted, and tells what its tokens will say', async () => {
    const { made, call, organization, actions } = await bench();
    const one = await made('POST', 'workload-identity-configs', config('production', { default: true, organizationIssuer: true }));
    expect(one).toMatchObject({ version: 1, settings: { tenant: 'orders', tagged: false }, default: true, automations: 'all', settingsVersion: 1, usedBy: [], lastTest: null });
    expect(one['token']).toEqual({ issuer: `https://issuer.example.com/organizations/${organization}`, subject: `organization:${organization}`, audience: 'https://acme.example.com', claims: [] });
    const two = await made('PATCH', `workload-identity-configs/${one.id}`, { settings: { tagged: true }, subject: 'automation', tokenLifetimeSeconds: 300 }, ifMatch(one));
    expect(two).toMatchObject({ version: 2, settings: { tenant: 'orders', tagged: true }, settingsVersion: 2, tokenLifetimeSeconds: 300, token: { subject: `organization:${organization}:automation:{automation}`, claims: ['session-tags'] } });
    const renamed = await made('PATCH', `workload-identity-configs/${one.id}`, { name: 'Production' }, ifMatch(two));
    expect(renamed).toMatchObject({ name: 'Production', settingsVersion: 2 });
    expect((await call('DELETE', `workload-identity-configs/${one.id}`, undefined, ifMatch(renamed))).status).toBe(204);
    expect(problemIn(await call('GET', `workload-identity-configs/${one.id}`)).code).toBe('RESOURCE_NOT_FOUND');
    expect(await actions()).toEqual(['workload_identity_config.created', 'workload_identity_config.updated', 'workload_identity_config.updated', 'workload_identity_config.deleted']);
  });

  test('whatever a token follows from raises the version that cloud credentials are shared by, and nothing else does', async () => {
    const { made, clock } = await bench();
    let one = await made('POST', 'workload-identity-configs', config('x'));
    const versionAfter = async (patch: object): Promise<unknown> => {
      clock.now += 1_000;
      one = await made('PATCH', `workload-identity-configs/${one.id}`, patch, ifMatch(one));
      return [one['settingsVersion'], one['settingsChangedAt'] === new Date(clock.now).toISOString()];
    };
    expect(await versionAfter({ organizationIssuer: true })).toEqual([2, true]);
    expect(await versionAfter({ subject: 'automation' })).toEqual([3, true]);
    expect(await versionAfter({ tokenLifetimeSeconds: 300 })).toEqual([4, true]);
    expect(await versionAfter({ tokenLifetimeSeconds: null })).toEqual([5, true]);
    expect(await versionAfter({ settings: { tenant: 'billing' } })).toEqual([6, true]);
    expect(await versionAfter({ name: 'y', default: true, automations: [], settings: { tenant: 'billing' }, organizationIssuer: true, subject: 'automation', tokenLifetimeSeconds: null })).toEqual([6, false]);
  });

  test('every field that is wrong is told by its path', async () => {
    const { call } = await bench();
    const refused = async (body: object): Promise<unknown> => problemIn(await call('POST', 'workload-identity-configs', body));
    expect(await refused(config(' x', { settings: { tenant: 'NO', other: 1 } }))).toMatchObject({ status: 400, code: 'REQUEST_INVALID', fields: ['name', 'settings.other', 'settings.tenant'] });
    expect(await refused(config('x', { kind: 'nothing' }))).toMatchObject({ fields: ['kind'] });
    expect(await refused(config('x', { settings: {} }))).toMatchObject({ fields: ['settings.tenant'] });
    expect(await refused({ ...config('x'), kind: 'anywhere', settings: { address: 'http://x.example.com' } })).toMatchObject({ fields: ['settings'] });
    expect(await refused(config('x', { settings: { tenant: 'forbidden' } })), 'what the provider itself says').toMatchObject({ fields: ['settings.tenant'] });
    expect(await refused(config('x', { tokenLifetimeSeconds: 299 }))).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(await refused(config('x', { automations: ['00000000-0000-4000-8000-000000000000'] }))).toMatchObject({ fields: ['automations.0'] });
  });

  test('spaces that came with a paste are taken off where they can mean nothing', async () => {
    const { made } = await bench();
    expect(await made('POST', 'workload-identity-configs', config('x', { settings: { tenant: ' orders\n', note: ' as typed ' } }))).toMatchObject({ settings: { tenant: 'orders', note: ' as typed ' } });
  });

  test('one default for each kind, also where several are made at once', async () => {
    const { made, store } = await bench();
    const first = await made('POST', 'workload-identity-configs', config('first', { default: true }));
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => made('POST', 'workload-identity-configs', config(name, { default: true }))));
    const rows = await store.db.selectFrom('workload_identity_config').select('name').where('is_default', '=', 1).execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.name).not.toBe('first');
    await made('POST', 'workload-identity-configs', { name: 'other kind', kind: 'anywhere', settings: { address: 'https://x.example.com' }, default: true });
    expect(await made('GET', `workload-identity-configs/${first.id}`)).toMatchObject({ default: false });
    expect(await store.db.selectFrom('workload_identity_config').select('name').where('is_default', '=', 1).execute()).toHaveLength(2);
  });

  test('a name is taken once, in whatever case, also where two ask at once', async () => {
    const { call } = await bench();
    const answers = await Promise.all(['Twin', 'twin', 'TWIN'].map((name) => call('POST', 'workload-identity-configs', config(name))));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['201', '409', '409']);
    expect(problemIn(answers.find(({ status }) => status === 409)!)).toMatchObject({ code: 'NAME_TAKEN', fields: ['name'] });
  });

  test('of two who change the same version one is told so, and nothing is lost', async () => {
    const { made, call } = await bench();
    const one = await made('POST', 'workload-identity-configs', config('x'));
    const answers = await Promise.all(['aa', 'bb'].map((tenant) => call('PATCH', `workload-identity-configs/${one.id}`, { settings: { tenant } }, ifMatch(one))));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['200', '412']);
    expect(await made('GET', `workload-identity-configs/${one.id}`)).toMatchObject({ version: 2, settings: { tenant: (answers.find(({ status }) => status === 200)!.body as { settings: { tenant: string } }).settings.tenant } });
    expect(problemIn(await call('PATCH', `workload-identity-configs/${one.id}`, {})).code).toBe('VERSION_REQUIRED');
  });

  test('a config that a credential uses is not deleted, and tells who uses it', async () => {
    const { made, call } = await bench();
    const one = await made('POST', 'workload-identity-configs', config('x', { default: true }));
    const user = await made('POST', 'credentials', credential('orders'));
    expect(user).toMatchObject({ workloadIdentityConfigId: one.id });
    const answer = await call('DELETE', `workload-identity-configs/${one.id}`, undefined, ifMatch(one));
    expect(problemIn(answer)).toMatchObject({ status: 409, code: 'RESOURCE_IN_USE', detail: "The workload identity config is used by credential 'orders'.", fields: [`credential.${user.id}`] });
    expect(await made('GET', `workload-identity-configs/${one.id}`)).toMatchObject({ usedByCount: 1, usedBy: [{ kind: 'credential', id: user.id, name: 'orders' }] });
  });

  test('a config for chosen automations names those of its organization', async () => {
    const { made, parts, stranger, call } = await bench();
    const own = await made('POST', 'automations', { name: 'import', command: ['true'] });
    const one = await made('POST', 'workload-identity-configs', config('x', { automations: [own.id] }));
    expect(one).toMatchObject({ automations: [own.id] });
    const { createAutomation } = await import('../automations/change-automation.ts');
    const foreign = await createAutomation(parts, { organization: stranger, actor: { kind: 'platform', id: null, name: null } }, { name: 'x', command: ['true'], timeoutSeconds: 1, concurrency: null, requiredWorkerVersion: null });
    expect(problemIn(await call('PATCH', `workload-identity-configs/${one.id}`, { automations: [foreign.id] }, ifMatch(one)))).toMatchObject({ status: 400, fields: ['automations.0'] });
  });

  test('security 35: nothing of another organization is seen, changed or used', async () => {
    const { made, call, stranger, api } = await bench();
    const one = await made<Entity>('POST', 'workload-identity-configs', config('x'));
    for (const [method, more] of [['GET', {}], ['DELETE', ifMatch(one)], ['PATCH', { ...ifMatch(one), body: { name: 'y' } }]] as const) {
      const answer = await api.call(method, `/v1/organizations/${stranger}/workload-identity-configs/${one.id}`, { token: 'test', ...more });
      expect(problemIn(answer)).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
    }
    const used = await api.call('POST', `/v1/organizations/${stranger}/credentials`, { token: 'test', body: credential('thief', { workloadIdentityConfigId: one.id }) });
    expect(problemIn(used)).toMatchObject({ status: 400, fields: ['workloadIdentityConfigId'] });
    expect((await call('GET', 'workload-identity-configs')).body).toMatchObject({ items: [{ id: one.id }] });
    expect((await api.call('GET', `/v1/organizations/${stranger}/workload-identity-configs`, { token: 'test' })).body).toEqual({ items: [], next: null });
  });
});
