import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { dumpOf } from '../people/testing/people-world.ts';
import { sealedColumns } from '../sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { automationRow, credentialRow, kickoffRow } from '../store/testing/rows.ts';
import { eachDatabase } from '../testing/databases.ts';
import { openPeopleApi, version, type PeopleApi } from './testing/people-api.ts';

eachDatabase((databases) => {
  let store: Store;
  let world: PeopleApi;
  let ada: string;
  let organization: string;
  let path: string;
  beforeEach(async () => {
    store = await databases.open();
    world = await openPeopleApi(store, { administrators: ['root@example.com'] });
    ada = await world.signIn('ada@example.com');
    organization = await world.organization('ada@example.com');
    path = `/v1/organizations/${organization}`;
  });
  const actions = async (scope = organization): Promise<readonly string[]> =>
    (await store.db.selectFrom('audit_entry').select('action').where('scope', '=', scope).orderBy('sequence').execute()).map(({ action }) => action);

  describe('organizations', () => {
    test('an administrator makes one and owns it; others where the operator allows it', async () => {
      const root = await world.signIn('root@example.com');
      const { status, json, headers } = await world.call('POST', '/v1/organizations', root, { name: 'Globex' });
      expect(status).toBe(201);
      expect(headers.get('location')).toBe(`/v1/organizations/${String(json['id'])}`);
      expect((await world.call('GET', '/v1/me', root)).json).toMatchObject({ kind: 'person', administrator: true, organizations: [{ name: 'Globex', owner: true }] });
      expect((await world.call('POST', '/v1/organizations', ada, { name: 'Initech' })).json).toMatchObject({ status: 403, code: 'ADMINISTRATOR_REQUIRED' });
      const open = await openPeopleApi(store, { organizationsByEveryone: true });
      expect((await open.call('POST', '/v1/organizations', await open.signIn('ada@example.com'), { name: 'Initech' })).status).toBe(201);
    });

    test('a name is one organization\'s until that is deleted', async () => {
      const root = await world.signIn('root@example.com');
      expect((await world.call('POST', '/v1/organizations', root, { name: 'ACME' })).json).toMatchObject({ code: 'NAME_TAKEN' });
      await world.call('DELETE', path, ada, undefined, version(1));
      expect((await world.call('POST', '/v1/organizations', root, { name: 'ACME' })).status).toBe(201);
    });

    test('61 a body cannot set what is not in it', async () => {
      for (const more of [{ id: organization }, { organization_id: organization }, { createdBy: 'me' }, { version: 7 }]) {
        expect((await world.call('PATCH', path, ada, { name: 'New', ...more }, version(1))).json, JSON.stringify(more)).toMatchObject({ code: 'REQUEST_INVALID' });
      }
    });

    test('a deleted organization is unknown to everybody, its tokens are over, and its audit log stays', async () => {
      const { json } = await world.call('POST', `${path}/tokens`, ada, { kind: 'api', name: 'pipeline', scopes: ['roles:read'] });
      const token = json['token'] as string;
      expect((await world.call('GET', `${path}/roles`, token)).status).toBe(200);
      expect((await world.call('DELETE', path, ada, undefined, version(2))).json).toMatchObject({ code: 'VERSION_CONFLICT' });
      expect((await world.call('DELETE', path, ada, undefined, version(1))).status).toBe(204);
      expect((await world.call('GET', path, ada)).json).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
      expect((await world.call('GET', `${path}/roles`, token)).json).toMatchObject({ status: 401, code: 'TOKEN_EXPIRED' });
      expect((await world.call('GET', '/v1/organizations', ada)).json).toMatchObject({ items: [] });
      expect(await actions()).toEqual(expect.arrayContaining(['organization.created', 'token.created', 'organization.deleted']));
      expect(await actions('platform')).toEqual(expect.arrayContaining(['organization.created', 'organization.deleted']));
    });

    test('74 a deleted organization leaves no kickoff that runs and nothing that is sealed', async () => {
      const { db } = store;
      const root = await world.signIn('root@example.com');
      const { id: other } = (await world.call('POST', '/v1/organizations', root, { name: 'Globex' })).json as { id: string };
      const kickoffs: Record<string, string> = {};
      for (const where of [organization, other]) {
        const [automation, credential, deployment, worker] = [automationRow(where), { ...credentialRow(where), secrets: 's1.canary', secret_names: '["key"]' }, randomUUID(), randomUUID()];
        const kickoff = { ...kickoffRow(where, automation.id), status: 'running' as const, lease_expires_at: 9 };
        await db.insertInto('automation').values(automation).execute();
        await db.insertInto('credential').values(credential).execute();
        await db.insertInto('variable').values({ id: randomUUID(), organization_id: where, name: 'A', name_key: 'a', version: 1, created_at: 1, updated_at: 1, source: 'direct', credential_id: null, provider: null, reference: null, value: 's1.canary', optional: 0, encoding: 'utf8', sink: 'environment', allow: 0, automations: 'all' }).execute();
        await db.insertInto('deployment').values({ id: deployment, organization_id: where, automation_id: automation.id, number: 1, status: 'active', snapshot: '{}', created_by: null, created_at: 1, superseded_at: null }).execute();
        await db.insertInto('deployment_value').values({ organization_id: where, deployment_id: deployment, name: 'A', credential_id: null, value: 's1.canary', fingerprint: 'f', version: null }).execute();
        await db.insertInto('worker').values({ id: worker, organization_id: where, name: 'w', name_key: 'w', worker_version: '1.0.0', facts: '{}', created_at: 1, last_seen_at: null, removed_at: null }).execute();
        await db.insertInto('worker_task').values({ id: randomUUID(), organization_id: where, worker_id: worker, operation: 'test', request: 's1.canary', answer: null, status: 'queued', created_at: 1, expires_at: 9, claimed_at: null }).execute();
        await db.insertInto('kickoff').values(kickoff).execute();
        kickoffs[where] = kickoff.id;
      }
      await world.call('DELETE', path, ada, undefined, version(1));
      const sealed = async (where: string): Promise<readonly unknown[]> => {
        const rows = await Promise.all(sealedColumns.map(({ table, column }) => db.selectFrom(table as 'credential').select(column as 'secrets').where((table === 'organization' ? 'id' : 'organization_id') as 'id', '=', where).execute()));
        return rows.flat().flatMap((row) => Object.values(row)).filter((value) => String(value).startsWith('s1.'));
      };
      expect(await sealed(organization)).toEqual([]);
      expect(await sealed(other)).toHaveLength(5);
      const stateOf = (where: string) => db.selectFrom('kickoff').select(['status', 'fence', 'lease_expires_at']).where('id', '=', kickoffs[where] ?? '').executeTakeFirst();
      expect(await stateOf(organization)).toEqual({ status: 'cancelled', fence: 1, lease_expires_at: null });
      expect(await stateOf(other)).toEqual({ status: 'running', fence: 0, lease_expires_at: 9 });
    });

    test('65 a foreign, an unknown and a deleted organization are one answer', async () => {
      const eve = await world.signIn('eve@example.com');
      const gone = await world.organization('eve@example.com', 'Gone');
      await world.call('DELETE', `/v1/organizations/${gone}`, eve, undefined, version(1));
      const answers = await Promise.all([organization, '00000000-0000-4000-8000-000000000000', gone].map(async (id) => {
        const { status, json: { requestId: _, ...body } } = await world.call('GET', `/v1/organizations/${id}/members`, eve);
        return { status, body };
      }));
      expect(answers[0]).toMatchObject({ status: 404 });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
    });

    test('an administrator of the platform sees that organizations are there, and nothing in them', async () => {
      const root = await world.signIn('root@example.com');
      expect((await world.call('GET', '/v1/platform/organizations', root)).json).toMatchObject({ items: [{ id: organization, name: 'Acme' }] });
      for (const inside of ['', '/members', '/roles', '/tokens', '/audit']) expect((await world.call('GET', `${path}${inside}`, root)).status, inside).toBe(404);
      expect((await world.call('GET', '/v1/platform/organizations', ada)).json).toMatchObject({ code: 'ADMINISTRATOR_REQUIRED' });
    });

    test('the key of fingerprints is sealed', async () => {
      const row = await store.db.selectFrom('organization').select('fingerprint_key').executeTakeFirstOrThrow();
      const key = world.parts.sealer.open(row.fingerprint_key, { table: 'organization', organization, row: organization, column: 'fingerprint_key' });
      expect(key).toHaveLength(32);
      expect(row.fingerprint_key).not.toContain(Buffer.from(key).toString('base64url'));
    });
  });

  describe('roles', () => {
    test('D1 the default member role reads all but secret providers and workload identity configs, and manages nothing', async () => {
      const { json } = await world.call('GET', `${path}/roles?name=member`, ada);
      const [{ permissions }] = json['items'] as [{ permissions: string[] }];
      expect(permissions).toEqual(['environment_variables:read', 'secret_values:read', 'automations:read', 'deployments:read', 'kickoffs:read', 'workers:read', 'members:read', 'roles:read']);
    });

    test('64 nobody gives a role what they do not have themselves', async () => {
      const builders = await world.makeRole(organization, ada, 'builders', ['roles:manage', 'members:manage', 'automations:read']);
      await world.join(organization, ada, 'bob@example.com', builders);
      const bob = await world.signIn('bob@example.com');
      const refused = { status: 403, code: 'ROLE_BEYOND_OWN' };
      expect((await world.call('POST', `${path}/roles`, bob, { name: 'mine', permissions: ['automations:manage'] })).json).toMatchObject(refused);
      expect((await world.call('PATCH', `${path}/roles/${builders}`, bob, { permissions: ['roles:manage', 'members:manage', 'automations:manage'] }, version(1))).json).toMatchObject(refused);
      const [owner, member] = await Promise.all([world.role(organization, ada, 'owner'), world.role(organization, ada, 'member')]);
      for (const roleId of [owner, member]) expect((await world.call('POST', `${path}/invitations`, bob, { email: 'eve@example.com', roleId })).json).toMatchObject(refused);
      expect((await world.call('POST', `${path}/roles`, bob, { name: 'mine', permissions: ['automations:read'] })).status).toBe(201);
    });

    test('a change of a role takes effect with the next request', async () => {
      const viewers = await world.makeRole(organization, ada, 'viewers', ['members:read']);
      await world.join(organization, ada, 'bob@example.com', viewers);
      const bob = await world.signIn('bob@example.com');
      expect((await world.call('GET', `${path}/members`, bob)).status).toBe(200);
      await world.call('PATCH', `${path}/roles/${viewers}`, ada, { permissions: ['roles:read'] }, version(1));
      expect((await world.call('GET', `${path}/members`, bob)).json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED', detail: 'The permission members:read is missing.' });
    });

    test('a role that somebody has cannot be deleted, and owner and member stay as they are', async () => {
      const viewers = await world.makeRole(organization, ada, 'viewers', ['members:read']);
      const member = await world.join(organization, ada, 'bob@example.com', viewers);
      expect((await world.call('DELETE', `${path}/roles/${viewers}`, ada, undefined, version(1))).json).toMatchObject({ code: 'RESOURCE_IN_USE' });
      await world.call('DELETE', `${path}/members/${member}`, ada, undefined, version(1));
      expect((await world.call('DELETE', `${path}/roles/${viewers}`, ada, undefined, version(1))).status).toBe(204);
      for (const name of ['owner', 'member']) {
        const id = await world.role(organization, ada, name);
        expect((await world.call('PATCH', `${path}/roles/${id}`, ada, { permissions: [] }, version(1))).json).toMatchObject({ code: 'ROLE_FIXED' });
        expect((await world.call('DELETE', `${path}/roles/${id}`, ada, undefined, version(1))).json).toMatchObject({ code: 'ROLE_FIXED' });
      }
    });

    test('C9 who manages automations is said to read every value that is assigned to them', async () => {
      const { json } = await world.call('POST', `${path}/roles`, ada, { name: 'developers', permissions: ['automations:manage', 'automations:read'] });
      expect(json['describe']).toEqual(['Makes, changes and deletes automations and their commands.', 'Editing a command is executing code: who has this role can read every value that is assigned to an automation.']);
    });

    test('a name is one role\'s, whatever its case; a change needs the version that was read', async () => {
      const id = await world.makeRole(organization, ada, 'viewers', []);
      expect((await world.call('POST', `${path}/roles`, ada, { name: 'VIEWERS', permissions: [] })).json).toMatchObject({ status: 409, code: 'NAME_TAKEN' });
      expect((await world.call('PATCH', `${path}/roles/${id}`, ada, { name: 'readers' })).json).toMatchObject({ status: 428, code: 'VERSION_REQUIRED' });
      expect((await world.call('PATCH', `${path}/roles/${id}`, ada, { name: 'readers' }, version(2))).json).toMatchObject({ status: 412, code: 'VERSION_CONFLICT' });
    });

    test('a list is read page by page', async () => {
      for (const name of ['b', 'a', 'C']) await world.makeRole(organization, ada, name, []);
      const names: string[] = [];
      for (let cursor = ''; ;) {
        const { json } = await world.call('GET', `${path}/roles?limit=2${cursor}`, ada);
        names.push(...(json['items'] as { name: string }[]).map(({ name }) => name));
        if (json['next'] === null) break;
        cursor = `&cursor=${json['next'] as string}`;
      }
      expect(names).toEqual(['a', 'b', 'C', 'member', 'owner']);
    });
  });

  describe('members', () => {
    test('64 the last owner can neither go, nor be removed, nor be given less', async () => {
      const [{ id, version: tag }] = (await world.call('GET', `${path}/members`, ada)).json['items'] as [{ id: string; version: number }];
      const member = await world.role(organization, ada, 'member');
      expect((await world.call('POST', `${path}/leave`, ada)).json).toMatchObject({ code: 'LAST_OWNER' });
      expect((await world.call('DELETE', `${path}/members/${id}`, ada, undefined, version(tag))).json).toMatchObject({ code: 'LAST_OWNER' });
      expect((await world.call('PATCH', `${path}/members/${id}`, ada, { roleId: member }, version(tag))).json).toMatchObject({ code: 'LAST_OWNER' });
    });

    test('64 of two owners who go at once, one stays', async () => {
      const owner = await world.role(organization, ada, 'owner');
      await world.join(organization, ada, 'bob@example.com', owner);
      const bob = await world.signIn('bob@example.com');
      const answers = await Promise.all([ada, bob].map((token) => world.call('POST', `${path}/leave`, token)));
      expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([204, 409]);
    });

    test('owners alone change owners', async () => {
      const managers = await world.makeRole(organization, ada, 'managers', ['members:manage']);
      await world.join(organization, ada, 'bob@example.com', managers);
      const bob = await world.signIn('bob@example.com');
      const items = (await world.call('GET', `${path}/members`, bob)).json['items'] as { id: string; email: string; role: { kind: string } }[];
      const [first] = items.filter(({ role }) => role.kind === 'owner');
      expect((await world.call('DELETE', `${path}/members/${first?.id}`, bob, undefined, version(1))).json).toMatchObject({ code: 'ROLE_BEYOND_OWN' });
      expect((await world.call('PATCH', `${path}/members/${first?.id}`, bob, { roleId: managers }, version(1))).json).toMatchObject({ code: 'ROLE_BEYOND_OWN' });
    });

    test('a member of another organization is not there', async () => {
      await world.signIn('eve@example.com');
      const other = await world.organization('eve@example.com', 'Other');
      const { id } = await store.db.selectFrom('member').select('id').where('organization_id', '=', other).executeTakeFirstOrThrow();
      for (const method of ['GET', 'DELETE']) expect((await world.call(method, `${path}/members/${id}`, ada, undefined, method === 'DELETE' ? version(1) : {})).status).toBe(404);
      const role = (await store.db.selectFrom('organization_role').select('id').where('organization_id', '=', other).execute())[0]?.id ?? '';
      expect((await world.call('POST', `${path}/invitations`, ada, { email: 'x@example.com', roleId: role })).json).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
    });
  });

  describe('invitations', () => {
    const invite = async (email: string, token = ada): Promise<string> => {
      const { json } = await world.call('POST', `${path}/invitations`, token, { email, roleId: await world.role(organization, ada, 'member') });
      return String(json['link']).split('#')[1] ?? '';
    };

    test('somebody without an account makes one with the invitation, once and for the invited e-mail', async () => {
      const token = await invite('Bob@Example.com');
      expect((await world.call('POST', '/v1/invitations/open', undefined, { token })).json).toMatchObject({ organizationName: 'Acme', email: 'bob@example.com' });
      const answer = await world.call('POST', '/v1/invitations/sign-up', undefined, { token, name: 'Bob', password: 'a password of the tests' });
      expect(answer.status).toBe(201);
      const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const me = await world.api.call('GET', '/v1/me', { headers: { cookie } });
      expect(me.body).toMatchObject({ email: 'bob@example.com', administrator: false, organizations: [{ id: organization, owner: false }] });
      expect((await world.call('POST', '/v1/invitations/sign-up', undefined, { token, name: 'Bob', password: 'a password of the tests' })).status).toBe(404);
      expect(await actions()).toEqual(expect.arrayContaining(['invitation.created', 'invitation.accepted']));
    });

    test('another e-mail than the invited one does not open it', async () => {
      const token = await invite('bob@example.com');
      const eve = await world.signIn('eve@example.com');
      expect((await world.call('POST', '/v1/invitations/accept', eve, { token })).json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
    });

    test('one that is revoked, expired or from somebody who may not invite any more opens nothing', async () => {
      const revoked = await invite('bob@example.com');
      const [{ id }] = (await world.call('GET', `${path}/invitations`, ada)).json['items'] as [{ id: string }];
      expect((await world.call('DELETE', `${path}/invitations/${id}`, ada)).status).toBe(204);
      const managers = await world.makeRole(organization, ada, 'managers', ['members:manage', 'environment_variables:read', 'secret_values:read', 'automations:read', 'deployments:read', 'kickoffs:read', 'workers:read', 'roles:read']);
      const carol = await world.join(organization, ada, 'carol@example.com', managers);
      const orphaned = await invite('bob@example.com', await world.signIn('carol@example.com'));
      await world.call('DELETE', `${path}/members/${carol}`, ada, undefined, version(1));
      const bob = await world.signIn('bob@example.com');
      for (const token of [revoked, orphaned]) expect((await world.call('POST', '/v1/invitations/accept', bob, { token })).json).toMatchObject({ status: 404 });
      const expired = await invite('bob@example.com');
      world.pass(7 * 86_400_000);
      expect((await world.call('POST', '/v1/invitations/accept', bob, { token: expired })).json).toMatchObject({ status: 404 });
    });

    test('two at once accept it once', async () => {
      const token = await invite('bob@example.com');
      const bob = await world.signIn('bob@example.com');
      const answers = await Promise.all([1, 2, 3].map(() => world.call('POST', '/v1/invitations/accept', bob, { token })));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await store.db.selectFrom('member').select('id').where('organization_id', '=', organization).execute()).toHaveLength(2);
    });
  });

  describe('tokens', () => {
    test('an API token may do what its scopes and its maker may, and ends with the maker\'s membership', async () => {
      const role = await world.makeRole(organization, ada, 'pipelines', ['tokens:manage', 'roles:manage', 'members:read']);
      const member = await world.join(organization, ada, 'bob@example.com', role);
      const bob = await world.signIn('bob@example.com');
      expect((await world.call('POST', `${path}/tokens`, bob, { kind: 'api', name: 'too much', scopes: ['members:manage'] })).json).toMatchObject({ code: 'ROLE_BEYOND_OWN' });
      const { status, json } = await world.call('POST', `${path}/tokens`, bob, { kind: 'api', name: 'pipeline', scopes: ['roles:manage'] });
      expect(status).toBe(201);
      const token = json['token'] as string;
      expect((await world.call('GET', '/v1/me', token)).json).toMatchObject({ kind: 'api', name: 'pipeline', email: null, organizations: [{ id: organization, owner: false, permissions: ['roles:read', 'roles:manage'] }] });
      expect((await world.call('GET', `${path}/roles`, token)).status).toBe(200);
      expect((await world.call('GET', `${path}/members`, token)).json).toMatchObject({ code: 'PERMISSION_DENIED' });
      await world.call('PATCH', `${path}/roles/${role}`, ada, { permissions: ['tokens:manage'] }, version(1));
      expect((await world.call('GET', `${path}/roles`, token)).json).toMatchObject({ code: 'PERMISSION_DENIED' });
      await world.call('DELETE', `${path}/members/${member}`, ada, undefined, version(1));
      expect((await world.call('GET', `${path}/roles`, token)).json).toMatchObject({ code: 'TOKEN_EXPIRED' });
      await world.join(organization, ada, 'bob@example.com', role);
      expect((await world.call('GET', '/v1/me', token)).json).toMatchObject({ code: 'TOKEN_EXPIRED' });
    });

    test('an owner\'s API token is no owner', async () => {
      const { json } = await world.call('POST', `${path}/tokens`, ada, { kind: 'api', name: 'all', scopes: ['members:manage', 'roles:manage', 'tokens:manage'] });
      const token = json['token'] as string;
      expect((await world.call('DELETE', path, token, undefined, version(1))).json).toMatchObject({ code: 'CREDENTIAL_KIND_WRONG' });
      expect((await world.call('POST', `${path}/invitations`, token, { email: 'eve@example.com', roleId: await world.role(organization, ada, 'owner') })).json).toMatchObject({ code: 'ROLE_BEYOND_OWN' });
      expect((await world.call('POST', `${path}/tokens`, token, { kind: 'api', name: 'more', scopes: ['audit:read'] })).json).toMatchObject({ code: 'ROLE_BEYOND_OWN' });
    });

    test('59 nobody leaves with a join token in the pocket', async () => {
      const role = await world.makeRole(organization, ada, 'operators', ['tokens:manage', 'workers:manage']);
      const member = await world.join(organization, ada, 'bob@example.com', role);
      const { json } = await world.call('POST', `${path}/tokens`, await world.signIn('bob@example.com'), { kind: 'join', name: 'worker' });
      await world.call('DELETE', `${path}/members/${member}`, ada, undefined, version(1));
      await expect(world.tokens.verify(String(json['token']))).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    });

    test('who makes a token for a machine needs what the machine will do', async () => {
      await world.join(organization, ada, 'bob@example.com', await world.makeRole(organization, ada, 'tokens', ['tokens:manage']));
      const bob = await world.signIn('bob@example.com');
      expect((await world.call('POST', `${path}/tokens`, bob, { kind: 'join', name: 'worker' })).json).toMatchObject({ code: 'ROLE_BEYOND_OWN' });
      expect((await world.call('POST', `${path}/tokens`, bob, { kind: 'deployment', name: 'deploy', automationId: organization })).json).toMatchObject({ code: 'ROLE_BEYOND_OWN' });
      expect((await world.call('POST', `${path}/tokens`, ada, { kind: 'deployment', name: 'deploy', automationId: organization })).json).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    });

    test('a token is shown once and listed without it; revoked, it opens nothing with the next request', async () => {
      const { json } = await world.call('POST', `${path}/tokens`, ada, { kind: 'join', name: 'worker', });
      const token = json['token'] as string;
      expect(token).toMatch(/^carnet_join_[\w-]{43}$/);
      const list = await world.call('GET', `${path}/tokens?kind=join`, ada);
      expect(list.json).toMatchObject({ items: [{ id: json['id'], name: 'worker', status: 'active', lastUsedAt: null }] });
      expect(list.text).not.toContain(token);
      expect((await world.call('DELETE', `${path}/tokens/${String(json['id'])}`, ada)).status).toBe(204);
      await expect(world.tokens.verify(token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
      expect((await world.call('GET', `${path}/tokens/${String(json['id'])}`, ada)).json).toMatchObject({ status: 'revoked' });
    });

    test('the life of an API token is an hour to 366 days, and 90 days where nobody says it', async () => {
      const make = (more: object) => world.call('POST', `${path}/tokens`, ada, { kind: 'api', name: 'pipeline', scopes: ['roles:read'], ...more });
      expect((await make({ expiresInSeconds: 3_599 })).status).toBe(400);
      expect((await make({ expiresInSeconds: 366 * 86_400 + 1 })).status).toBe(400);
      const { json } = await make({});
      expect(Date.parse(String(json['expiresAt'])) - Date.parse(String(json['createdAt']))).toBe(90 * 86_400_000);
      world.pass(90 * 86_400_000);
      expect((await world.call('GET', `${path}/roles`, json['token'] as string)).json).toMatchObject({ code: 'TOKEN_EXPIRED' });
    });
  });

  test('74 a dump shows no token that was ever shown, not in the audit log either', async () => {
    const shown: string[] = [];
    for (const body of [{ kind: 'api', name: 'pipeline', scopes: ['roles:read'] }, { kind: 'join', name: 'worker' }]) shown.push((await world.call('POST', `${path}/tokens`, ada, body)).json['token'] as string);
    const { json } = await world.call('POST', `${path}/invitations`, ada, { email: 'bob@example.com', roleId: await world.role(organization, ada, 'member') });
    shown.push((json['link'] as string).split('#')[1] ?? '', ada);
    const dump = await dumpOf(store);
    for (const text of shown) {
      expect(text.length).toBeGreaterThan(30);
      expect(dump).not.toContain(text.slice(-30));
    }
  });

  test('D6 the audit log is read and exported by who may, newest first and oldest first', async () => {
    await world.makeRole(organization, ada, 'viewers', []);
    const { json } = await world.call('GET', `${path}/audit?action=role.`, ada);
    expect(json['items']).toMatchObject([{ action: 'role.created', actor: { kind: 'person', name: 'ada' }, target: { name: 'viewers' } }]);
    const lines = (await world.call('GET', `${path}/audit/export`, ada)).text.trim().split('\n').map((line) => JSON.parse(line) as { action: string });
    expect(lines.map(({ action }) => action)).toEqual(['organization.created', 'role.created']);
    expect((await world.call('GET', '/v1/platform/audit', ada)).json).toMatchObject({ code: 'ADMINISTRATOR_REQUIRED' });
  });
});
