import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { permissions } from '../../access/permission.ts';
import type { Person } from '../../access/principal.ts';
import { createApi } from '../../testing/api.ts';
import { eachDatabase } from '../../testing/databases.ts';
import { hostedCredential } from '../credentials/loaded-credential.ts';
import { resourceRoutes } from '../resource-routes.ts';
import { problemIn, resourceBench, type ResourceBench } from '../testing/resource-bench.ts';
import { directValue } from '../variables/effective-variables.ts';
import { applyDocument } from './apply-document.ts';
import type { OrganizationDocument, PlannedChange } from './document.ts';
import { exportDocument } from './export-document.ts';
import { organizationState } from './organization-state.ts';

const automation = { command: ['true'], timeoutSeconds: 60, concurrency: null, requiredWorkerVersion: null };
const variable = { credential: null, provider: null, reference: null, optional: false, encoding: 'utf8', sink: 'environment', allow: false, automations: 'all' } as const;

function without<T extends object, Name extends keyof T>(entry: T, name: Name): Omit<T, Name> {
  return Object.fromEntries(Object.entries(entry).filter(([each]) => each !== name)) as Omit<T, Name>;
}

const whole: OrganizationDocument = {
  version: 1,
  automations: [{ name: 'import', ...automation }, { name: 'report', ...automation, concurrency: 2 }],
  workloadIdentityConfigs: [{ name: 'production', kind: 'acme', settings: { tenant: 'orders', tagged: false }, default: true, automations: ['import'], subject: 'automation', organizationIssuer: true, tokenLifetimeSeconds: 300 }],
  credentials: [
    { name: 'by key', provider: 'acme', method: 'key', workloadIdentityConfig: null, store: { region: 'south' }, settings: { account: 'MINE' }, secrets: { key: 'c4n4ry-key' }, default: false, writable: true },
    { name: 'by token', provider: 'acme', method: 'workload-identity', workloadIdentityConfig: 'production', store: { region: 'north' }, settings: {}, default: true, writable: false },
  ],
  variables: [
    { ...variable, name: 'DIRECT', source: 'direct', value: 'c4n4ry-value' },
    { ...variable, name: 'PASSWORD', source: 'default', provider: 'acme', reference: 'database#password', automations: ['import'] },
    { ...variable, name: 'PASSWORD', source: 'credential', credential: 'by key', reference: 'report', automations: ['report'] },
  ],
};
const withoutSecrets: OrganizationDocument = { ...whole, credentials: whole.credentials.map((entry) => without(entry, 'secrets')), variables: whole.variables.map((entry) => without(entry, 'value')) };

const actor = { kind: 'person', id: 'x', name: 'x' } as const;

eachDatabase(({ open }) => {
  const bench = async (): Promise<ResourceBench> => await resourceBench(await open());
  const apply = async ({ parts, organization }: ResourceBench, document: OrganizationDocument, options: { dryRun?: boolean; prune?: boolean } = {}): Promise<readonly PlannedChange[]> =>
    (await applyDocument(parts, { organization, actor }, document, { dryRun: false, prune: false, ...options })).changes;
  const exported = async ({ store, organization }: ResourceBench): Promise<OrganizationDocument> => exportDocument(await organizationState(store, organization));

  test('what is applied is what is exported, without any secret, and applied again it changes nothing', async () => {
    const own = await bench();
    expect((await apply(own, whole)).map(({ action }) => action)).toEqual(Array.from({ length: 8 }, () => 'create'));
    const document = await exported(own);
    expect(document).toEqual(withoutSecrets);
    expect(JSON.stringify(document)).not.toContain('c4n4ry');
    const audited = (await own.actions()).length;
    expect(new Set((await apply(own, document)).map(({ action }) => action))).toEqual(new Set(['unchanged']));
    expect(await own.actions()).toHaveLength(audited);
    const { credentials, variables } = await organizationState(own.store, own.organization);
    expect((await hostedCredential(own.parts, own.organization, credentials[0]!.id)).hosted.secrets).toEqual({ key: 'c4n4ry-key' });
    expect(Buffer.from(await directValue(own.parts, own.organization, variables.find(({ name }) => name === 'DIRECT')!.id)).toString()).toBe('c4n4ry-value');
  });

  test('another issuer of a config goes in together with the credentials that use it, as another version of it', async () => {
    const own = await bench();
    await apply(own, whole);
    const [config] = withoutSecrets.workloadIdentityConfigs;
    const changed = { ...withoutSecrets, workloadIdentityConfigs: [{ ...config!, organizationIssuer: !config!.organizationIssuer }], credentials: withoutSecrets.credentials.map((credential) => ({ ...credential, writable: !credential.writable })) };
    await apply(own, changed);
    expect((await organizationState(own.store, own.organization)).configs).toMatchObject([{ settings_version: 2, organization_issuer: config!.organizationIssuer ? 0 : 1 }]);
  });

  test('a dry run tells the same changes and writes nothing', async () => {
    const own = await bench();
    await apply(own, whole);
    const changed: OrganizationDocument = { ...withoutSecrets, automations: [{ name: 'Import', ...automation, timeoutSeconds: 61 }], variables: withoutSecrets.variables.slice(0, 2) };
    const expected = [{ kind: 'automation', name: 'Import', action: 'update', fields: ['name', 'timeoutSeconds'] }, { kind: 'workload_identity_config', action: 'unchanged' }, { action: 'unchanged' }, { action: 'unchanged' }, { action: 'unchanged' }, { action: 'unchanged' }];
    expect(await apply(own, changed, { dryRun: true })).toMatchObject(expected);
    expect(await exported(own)).toEqual(withoutSecrets);
    expect(await apply(own, changed)).toMatchObject(expected);
    expect((await exported(own)).automations.map(({ name, timeoutSeconds }) => [name, timeoutSeconds])).toEqual([['Import', 61], ['report', 60]]);
  });

  test('what was planned is applied to the state that it was planned for, and to no other one', async () => {
    const own = await bench();
    await apply(own, whole);
    const change = { organization: own.organization, actor };
    const nothing: OrganizationDocument = { version: 1, automations: [], workloadIdentityConfigs: [], credentials: [], variables: [] };
    const { state, changes } = await applyDocument(own.parts, change, nothing, { dryRun: true, prune: true });
    const agreed = { dryRun: false, prune: true, state: state ?? '' };
    await apply(own, { ...nothing, automations: [{ name: 'of somebody else', ...automation }] });
    await expect(applyDocument(own.parts, change, nothing, agreed)).rejects.toMatchObject({ code: 'VERSION_CONFLICT', message: expect.stringContaining('nothing was applied') as string });
    expect((await exported(own)).automations).toHaveLength(3);
    const again = await applyDocument(own.parts, change, nothing, { dryRun: true, prune: true });
    expect(again.changes).toHaveLength(changes.length + 1);
    await applyDocument(own.parts, change, nothing, { ...agreed, state: again.state ?? '' });
    expect(await exported(own)).toEqual(nothing);
  });

  test('nothing is deleted unless it is said, and then what is left out goes', async () => {
    const own = await bench();
    await apply(own, whole);
    const less: OrganizationDocument = { version: 1, automations: [{ name: 'import', ...automation }], workloadIdentityConfigs: [], credentials: [], variables: [{ ...variable, name: 'DIRECT', source: 'direct' }] };
    expect((await apply(own, less)).map(({ action }) => action)).toEqual(['unchanged', 'unchanged']);
    expect((await apply(own, less, { prune: true })).filter(({ action }) => action === 'delete').map(({ kind, name }) => `${kind} ${name}`)).toEqual(['variable PASSWORD', 'variable PASSWORD', 'credential by key', 'credential by token', 'workload_identity_config production', 'automation report']);
    expect(await exported(own)).toMatchObject({ automations: [{ name: 'import' }], workloadIdentityConfigs: [], credentials: [], variables: [{ name: 'DIRECT' }] });
  });

  test('with everything pruned, an automation goes before the credential that its deployment reads through', async () => {
    const own = await bench();
    await apply(own, whole);
    const { automations, credentials } = await organizationState(own.store, own.organization);
    await own.store.db.insertInto('deployment').values({ id: '10000000-0000-4000-8000-000000000001', organization_id: own.organization, automation_id: automations[1]!.id, number: 1, status: 'active', snapshot: JSON.stringify({ credential: credentials[0]!.id }), created_by: null, created_at: 1, superseded_at: null }).execute();
    const nothing: OrganizationDocument = { version: 1, automations: [], workloadIdentityConfigs: [], credentials: [], variables: [] };
    await apply(own, nothing, { prune: true });
    expect(await exported(own)).toEqual(nothing);
    expect(await apply(own, nothing, { prune: true })).toEqual([]);
  });

  test('one entry that is wrong is told by its place, and nothing is written', async () => {
    const own = await bench();
    const refused = async (document: Partial<OrganizationDocument>): Promise<unknown> => await apply(own, { ...whole, ...document }).then(() => 'applied', (error: { code?: string; problems?: readonly { field: string }[]; message: string }) => error.problems?.map(({ field }) => field) ?? `${error.code} ${error.message}`);
    expect(await refused({ credentials: [{ ...whole.credentials[1]!, store: { region: 'SOUTH' } }] })).toEqual(['credentials.0.store.region']);
    expect(await refused({ credentials: [whole.credentials[1]!] })).toEqual(['variables.2.credential']);
    expect(await refused({ credentials: [{ ...whole.credentials[0]!, secrets: {} }] })).toEqual(['credentials.0.secrets.key']);
    expect(await refused({ automations: [{ name: 'x', ...automation }, { name: 'X', ...automation }] })).toEqual(['automations.1.name']);
    expect(await refused({ workloadIdentityConfigs: [{ ...whole.workloadIdentityConfigs[0]!, automations: ['report'] }] })).toEqual([]);
    expect(await refused({ variables: [{ ...whole.variables[1]!, reference: 'my_name' }, { ...whole.variables[1]!, name: 'B', reference: 'my-name' }] })).toBe('SECRET_NAME_COLLISION variables.0: Two names are one secret.');
    expect(await refused({ variables: [whole.variables[0]!, whole.variables[0]!] })).toEqual(['name']);
    expect(await exported(own)).toEqual({ version: 1, automations: [], workloadIdentityConfigs: [], credentials: [], variables: [] });
  });

  test('variables take automations over from one another', async () => {
    const own = await bench();
    await apply(own, whole);
    const [direct, first, second] = withoutSecrets.variables;
    const swapped = { ...withoutSecrets, workloadIdentityConfigs: [{ ...withoutSecrets.workloadIdentityConfigs[0]!, automations: 'all' as const }], variables: [direct!, { ...first!, automations: ['report'] }, { ...second!, automations: ['import'] }] };
    await apply(own, swapped);
    expect(new Set((await exported(own)).variables)).toEqual(new Set(swapped.variables));
  });

  test('somebody who changes something meanwhile is not overwritten unseen', async () => {
    const own = await bench();
    own.host.beforeValidate = () => own.made('POST', 'automations', { name: 'report', command: ['other'] });
    const changes = await apply(own, whole);
    expect(changes.find(({ name }) => name === 'report')).toMatchObject({ action: 'update', fields: expect.arrayContaining(['command']) });
  });

  test('who reads or applies it may read or manage everything in it', async () => {
    const own = await bench();
    const { db } = own.store;
    const roleId = '20000000-0000-4000-8000-000000000001';
    const edited = { organization_id: own.organization, version: 1, created_at: 1, updated_at: 1 };
    await sql`insert into "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt") values ('ada', 'Ada', 'ada@example.com', ${own.store.kind === 'sqlite' ? 0 : '0'}, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')`.execute(db);
    await db.insertInto('organization_role').values({ ...edited, id: roleId, name: 'custom', name_key: 'custom', kind: 'custom', permissions: '[]' }).execute();
    await db.insertInto('member').values({ ...edited, id: '20000000-0000-4000-8000-000000000002', user_id: 'ada', role_id: roleId }).execute();
    const ada: Person = { kind: 'person', userId: 'ada', name: 'Ada', email: 'ada@example.com', sessionId: 'x', administrator: false };
    const api = createApi({ routes: resourceRoutes(own.parts), principals: { ada } });
    const asked = async (held: readonly string[]): Promise<readonly number[]> => {
      await db.updateTable('organization_role').set({ permissions: JSON.stringify(held) }).execute();
      const url = `/v1/organizations/${own.organization}/document`;
      return [(await api.call('GET', url, { token: 'ada' })).status, (await api.call('POST', url, { token: 'ada', body: { document: { version: 1 }, dryRun: true } })).status];
    };
    const needed = ['automations', 'workload_identity_configs', 'secret_providers', 'environment_variables'];
    expect(await asked(permissions)).toEqual([200, 200]);
    expect(await asked(needed.map((feature) => `${feature}:manage`))).toEqual([200, 200]);
    expect(await asked(needed.map((feature) => `${feature}:read`))).toEqual([200, 403]);
    for (const missing of needed) expect(await asked(needed.filter((feature) => feature !== missing).map((feature) => `${feature}:manage`))).toEqual([403, 403]);
  });

  test('.env rows are imported all together, after every one of them is told', async () => {
    const own = await bench();
    await apply(own, { ...whole, variables: [whole.variables[0]!] });
    const rows = [{ name: 'DIRECT', source: 'direct', value: 'new' }, { name: 'LEVEL', source: 'direct', value: 'info' }];
    expect(await own.made('POST', 'variables/import', { rows, dryRun: true })).toEqual({ applied: false, rows: [{ name: 'DIRECT', action: 'update', problem: null }, { name: 'LEVEL', action: 'create', problem: null }] });
    const refused = [...rows, { name: 'PATH', source: 'direct', value: 'x' }, { name: 'level', source: 'direct', value: 'x' }, { name: 'A', source: 'default', provider: 'anywhere', reference: 'x' }];
    expect(await own.made('POST', 'variables/import', { rows: refused })).toMatchObject({ applied: false, rows: [{}, {}, { action: 'refused', problem: expect.stringContaining('never set') }, { action: 'refused' }, { action: 'refused', problem: expect.stringContaining('No credential found') }] });
    expect((await exported(own)).variables.map(({ name }) => name)).toEqual(['DIRECT']);
    expect(await own.made('POST', 'variables/import', { rows })).toMatchObject({ applied: true });
    const state = await organizationState(own.store, own.organization);
    expect(Buffer.from(await directValue(own.parts, own.organization, state.variables[0]!.id)).toString()).toBe('new');
    const [job] = state.automations;
    expect(await own.made('POST', 'variables/import', { rows: [rows[0]], automation: job!.id })).toMatchObject({ applied: true, rows: [{ action: 'create' }] });
    expect(problemIn(await own.call('POST', 'variables/import', { rows: [] })).status).toBe(400);
    const other = await own.made('POST', 'automations', { name: 'other', command: ['true'] });
    const both = { automations: [job!.id, other.id] };
    expect(await own.made('POST', 'variables/import', { rows: [rows[1], rows[0]], ...both })).toMatchObject({ applied: false, rows: [{ action: 'create' }, { action: 'refused', problem: expect.stringContaining('not of the same automations') }] });
    expect(await own.made('POST', 'variables/import', { rows: [{ ...rows[1], name: 'HTTPS_PROXY', allow: true }], ...both })).toMatchObject({ applied: true });
    // What was allowed once stays so.
    expect(await own.made('POST', 'variables/import', { rows: [{ ...rows[1], name: 'HTTPS_PROXY' }], ...both })).toMatchObject({ applied: true, rows: [{ action: 'update' }] });
    expect(problemIn(await own.call('POST', 'variables/import', { rows, automation: job!.id, ...both })).status).toBe(400);
    expect(problemIn(await own.call('POST', 'variables/import', { rows, automations: [own.stranger] })).status).toBe(400);
  });
});
