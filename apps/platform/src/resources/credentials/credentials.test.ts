import { expect, test } from 'vitest';
import { eachDatabase } from '../../testing/databases.ts';
import { hostedCredential } from './loaded-credential.ts';
import { ifMatch, problemIn, resourceBench, type Entity, type ResourceBench } from '../testing/resource-bench.ts';

const canary = 'c4n4ry-key-of-acme';
const byKey = (name: string, more: object = {}): object => ({ name, provider: 'acme', method: 'key', store: { region: 'north' }, settings: { account: 'MINE' }, secrets: { key: canary }, ...more });
const byToken = (name: string, more: object = {}): object => ({ name, provider: 'acme', method: 'workload-identity', store: { region: 'north' }, ...more });

eachDatabase(({ open }) => {
  const bench = async (): Promise<ResourceBench> => await resourceBench(await open());
  const config = async ({ made }: ResourceBench, name: string, more: object = {}): Promise<Entity> => await made('POST', 'workload-identity-configs', { name, kind: 'acme', settings: { tenant: 'orders' }, ...more });
  const secretsOf = async ({ parts, organization }: ResourceBench, { id }: Entity): Promise<unknown> => (await hostedCredential(parts, organization, id)).hosted.secrets;

  test('D3 static secrets are sealed, named, and never sent back', async () => {
    const own = await bench();
    const one = await own.made('POST', 'credentials', byKey('orders', { secrets: { key: canary, session: 'c4n4ry-session' } }));
    expect(one).toMatchObject({ secretNames: ['key', 'session'], settings: { account: 'MINE' }, secretsMustBeTyped: false });
    expect(await secretsOf(own, one)).toEqual({ key: canary, session: 'c4n4ry-session' });
    const rows = JSON.stringify([await own.store.db.selectFrom('credential').selectAll().execute(), await own.store.db.selectFrom('audit_entry').selectAll().execute(), await own.made('GET', `credentials/${one.id}`), await own.made('GET', 'credentials')]);
    expect(rows).toContain('MINE');
    expect(rows).not.toMatch(/c4n4ry/);
  });

  test('D3 a blank or absent field keeps the stored value, null drops it', async () => {
    const own = await bench();
    const one = await own.made('POST', 'credentials', byKey('orders', { secrets: { key: canary, session: 's' } }));
    const two = await own.made('PATCH', `credentials/${one.id}`, { name: 'renamed', default: true, secrets: { key: ' \n' } }, ifMatch(one));
    expect(await secretsOf(own, two)).toEqual({ key: canary, session: 's' });
    const three = await own.made('PATCH', `credentials/${one.id}`, { secrets: { session: null } }, ifMatch(two));
    expect(three).toMatchObject({ secretNames: ['key'] });
    expect(problemIn(await own.call('PATCH', `credentials/${one.id}`, { secrets: { key: null } }, ifMatch(three)))).toMatchObject({ status: 400, fields: ['secrets.key'] });
    expect(await secretsOf(own, three)).toEqual({ key: canary });
  });

  const changes = [['address', { store: { region: 'south' } }], ['a field of the method', { settings: { account: 'THEIRS' } }]] as const;

  test.each(changes)('D3 security 63: a changed %s drops what is stored: it is typed again, for a save and for a test alike', async (_, change) => {
    const own = await bench();
    const one = await own.made('POST', 'credentials', byKey('orders', { secrets: { key: canary, session: 's' } }));
    const refused = await own.call('PATCH', `credentials/${one.id}`, change, ifMatch(one));
    expect(problemIn(refused)).toMatchObject({ status: 422, code: 'SECRETS_MUST_BE_TYPED', fields: ['secrets.key', 'secrets.session'] });
    expect(problemIn(await own.call('PATCH', `credentials/${one.id}`, { ...change, secrets: { key: 'new' } }, ifMatch(one)))).toMatchObject({ code: 'SECRETS_MUST_BE_TYPED', fields: ['secrets.session'] });
    expect(problemIn(await own.call('POST', 'credentials/test', { ...byKey('orders', { ...change, secrets: {} }), credential: one.id }))).toMatchObject({ status: 422, code: 'SECRETS_MUST_BE_TYPED' });
    expect(own.host.calls).toEqual([]);
    const typed = await own.made('PATCH', `credentials/${one.id}`, { ...change, secrets: { key: 'new', session: null } }, ifMatch(one));
    expect(await secretsOf(own, typed)).toEqual({ key: 'new' });
  });

  test('D3 a test without saving uses what is stored for the very same target', async () => {
    const own = await bench();
    const one = await own.made('POST', 'credentials', byKey('orders'));
    expect((await own.call('POST', 'credentials/test', { ...byKey('other name', { secrets: {} }), credential: one.id })).text).toContain('event: result');
    expect(own.host.calls[0]?.call.credential.secrets).toEqual({ key: canary });
  });

  test('D3 another method or provider takes nothing over', async () => {
    const own = await bench();
    await config(own, 'x', { default: true });
    const one = await own.made('POST', 'credentials', byKey('orders'));
    const federated = await own.made('PATCH', `credentials/${one.id}`, { method: 'workload-identity' }, ifMatch(one));
    expect(federated).toMatchObject({ secretNames: [], settings: {} });
    expect(problemIn(await own.call('PATCH', `credentials/${one.id}`, { method: 'key', settings: { account: 'MINE' } }, ifMatch(federated)))).toMatchObject({ fields: ['secrets.key'] });
    expect((await own.store.db.selectFrom('credential').select('secrets').execute())[0]?.secrets).toBeNull();
  });

  test('D3 secrets moved to another row, or to another address inside of the database, do not open', async () => {
    const own = await bench();
    const [one, two] = [await own.made('POST', 'credentials', byKey('one')), await own.made('POST', 'credentials', byKey('two', { secrets: { key: 'other' } }))];
    const { db } = own.store;
    await db.updateTable('credential').set({ store: '{"region":"elsewhere"}' }).where('id', '=', one.id).execute();
    await expect(secretsOf(own, one)).rejects.toMatchObject({ code: 'SECRETS_MUST_BE_TYPED' });
    expect(await own.made('GET', `credentials/${one.id}`)).toMatchObject({ secretsMustBeTyped: true });
    const sealed = await db.selectFrom('credential').select('secrets').where('id', '=', one.id).executeTakeFirstOrThrow();
    await db.updateTable('credential').set(sealed).where('id', '=', two.id).execute();
    await expect(secretsOf(own, two)).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
  });

  test('only the fields that apply, each problem by its path', async () => {
    const own = await bench();
    const refused = async (body: object): Promise<unknown> => problemIn(await own.call('POST', 'credentials', body));
    expect(await refused(byKey('x', { provider: 'nothing' }))).toMatchObject({ fields: ['provider'] });
    expect(await refused(byKey('x', { method: 'nothing' }))).toMatchObject({ fields: ['method'] });
    expect(await refused(byKey('x', { store: { region: 'NORTH' }, settings: { account: 'mine', key: 'secret in the open' } }))).toMatchObject({ fields: ['store.region', 'settings.key', 'settings.account'] });
    expect(JSON.stringify(await refused(byKey('x', { settings: { account: 'MINE', key: canary } })))).not.toContain(canary);
    expect(await refused(byKey('x', { secrets: { account: 'MINE' } }))).toMatchObject({ fields: ['secrets.account'] });
    expect(await refused(byToken('x'))).toMatchObject({ fields: ['workloadIdentityConfigId'], detail: 'workloadIdentityConfigId: is required, unless it is left out and there is a default of the kind acme.' });
    expect(await refused(byKey('x', { store: { region: 'forbidden' } })), 'what the provider itself says').toMatchObject({ fields: ['store.region'] });
    const other = await config(own, 'other', { kind: 'anywhere', settings: { address: 'https://x.example.com' } });
    expect(await refused(byToken('x', { workloadIdentityConfigId: other.id }))).toMatchObject({ fields: ['workloadIdentityConfigId'] });
    expect(await refused(byKey('x', { workloadIdentityConfigId: other.id }))).toMatchObject({ fields: ['workloadIdentityConfigId'] });
  });

  test('D3 secrets beside a workload identity config belong to its settings, too', async () => {
    const own = await bench();
    const { method } = { method: 'key' };
    const one = await own.made('POST', 'credentials', byKey('x', { method }));
    const { openSecrets, sealSecrets, secretsPlace } = await import('./stored-secrets.ts');
    const place = secretsPlace(own.organization, one.id);
    const target = { provider: 'acme', method: 'workload-identity', identity: { kind: 'acme', settings: { tenant: 'a' } }, store: {}, settings: {} };
    const sealed = sealSecrets(own.parts.sealer, place, { key: canary }, target);
    expect(openSecrets(own.parts.sealer, place, sealed, target)).toEqual({ key: canary });
    expect(() => openSecrets(own.parts.sealer, place, sealed, { ...target, identity: { kind: 'acme', settings: { tenant: 'b' } } })).toThrow(expect.objectContaining({ code: 'SECRETS_MUST_BE_TYPED' }) as Error);
    expect(() => openSecrets(own.parts.sealer, place, sealed, { ...target, identity: undefined })).toThrow(expect.objectContaining({ code: 'SECRETS_MUST_BE_TYPED' }) as Error);
  });

  test('one default for each provider, also where several are made at once', async () => {
    const own = await bench();
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => own.made('POST', 'credentials', byKey(name, { default: true }))));
    expect(await own.store.db.selectFrom('credential').select('id').where('is_default', '=', 1).execute()).toHaveLength(1);
  });

  test('security 32: a config that changed while the credential was checked is checked again by who saves', async () => {
    const own = await bench();
    const identity = await config(own, 'x', { default: true });
    own.host.beforeValidate = () => own.made('PATCH', `workload-identity-configs/${identity.id}`, { settings: { tenant: 'billing' } }, ifMatch(identity));
    expect(problemIn(await own.call('POST', 'credentials', byToken('orders')))).toMatchObject({ status: 412, code: 'VERSION_CONFLICT' });
  });

  test('a credential that variables or a deployment in use read through is not deleted; what older deployments baked from it goes with it', async () => {
    const own = await bench();
    const one = await own.made('POST', 'credentials', byKey('orders', { default: true }));
    const variable = await own.made('POST', 'variables', { name: 'A', source: 'credential', credentialId: one.id, reference: 'database' });
    const byDefault = await own.made('POST', 'variables', { name: 'B', source: 'default', provider: 'acme', reference: 'database' });
    const remove = async (): Promise<unknown> => problemIn(await own.call('DELETE', `credentials/${one.id}`, undefined, ifMatch(one)));
    expect(await remove()).toMatchObject({ status: 409, code: 'RESOURCE_IN_USE', fields: [`variable.${variable.id}`, `variable.${byDefault.id}`] });
    for (const each of [variable, byDefault]) await own.made('DELETE', `variables/${each.id}`, undefined, ifMatch(each));

    const automation = await own.made('POST', 'automations', { name: 'import', command: ['true'] });
    const deployment = (number: number, status: 'active' | 'superseded', id: string): Promise<unknown> => own.store.db.insertInto('deployment').values({ id, organization_id: own.organization, automation_id: automation.id, number, status, snapshot: JSON.stringify({ credential: status === 'active' ? one.id : null }), created_by: null, created_at: 1, superseded_at: null }).execute();
    await deployment(1, 'superseded', '10000000-0000-4000-8000-000000000001');
    await own.store.db.insertInto('deployment_value').values({ organization_id: own.organization, deployment_id: '10000000-0000-4000-8000-000000000001', name: 'A', credential_id: one.id, value: 'sealed', fingerprint: 'hmac:000000000000', version: null }).execute();
    await deployment(2, 'active', '10000000-0000-4000-8000-000000000002');
    expect(await remove()).toMatchObject({ status: 409, fields: ['deployment.10000000-0000-4000-8000-000000000002'] });
    await own.store.db.updateTable('deployment').set({ status: 'superseded' }).execute();
    expect((await own.call('DELETE', `credentials/${one.id}`, undefined, ifMatch(one))).status).toBe(204);
    expect(await own.store.db.selectFrom('deployment_value').select('name').execute()).toEqual([]);
    expect(await own.actions()).toContain('credential.deleted');
  });

  test('a credential is deleted, or a variable reads through it, but not both', async () => {
    const own = await bench();
    const one = await own.made('POST', 'credentials', byKey('orders'));
    const [removed, added] = await Promise.all([
      own.call('DELETE', `credentials/${one.id}`, undefined, ifMatch(one)),
      own.call('POST', 'variables', { name: 'A', source: 'credential', credentialId: one.id, reference: 'database' }),
    ]);
    expect([[204, 400], [409, 201]]).toContainEqual([removed.status, added.status]);
  });
});
