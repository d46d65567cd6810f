import { expect, test } from 'vitest';
import { authorize } from '../access/authorize.ts';
import { permissions, type Permission } from '../access/permission.ts';
import type { Access } from '../access/principal.ts';
import { describedRoutes } from '../server/described-routes.ts';
import { administratorEmail, allBut, openAccessWorld } from '../testing/access-world.ts';
import { createApi, type Api } from '../testing/api.ts';
import { eachDatabase } from '../testing/databases.ts';
import { accessTable, type AccessRow } from './access-table.ts';
import type { Route } from './route.ts';

const routes = describedRoutes();

type Caller =
  | 'nobody' | 'stranger' | 'default member' | 'holder' | 'all but' | 'owner' | 'owner elsewhere' | 'administrator' | 'owner of a deleted one'
  | 'API token' | 'API token, all but' | 'API token elsewhere' | 'API token of one who left' | 'API token of a deleted one'
  | 'deployment token' | 'deployment token elsewhere' | 'worker token' | 'worker token of a deleted one' | 'join token';
type Outcome = 204 | 401 | 403 | 404;

const tokens = { 'deployment token': 403, 'deployment token elsewhere': 403, 'worker token': 403, 'worker token of a deleted one': 401, 'join token': 403, 'API token of a deleted one': 401 } as const;
const apiTokens = (outcome: Outcome): Record<'API token' | 'API token, all but' | 'API token elsewhere' | 'API token of one who left', Outcome> =>
  ({ 'API token': outcome, 'API token, all but': outcome, 'API token elsewhere': outcome, 'API token of one who left': outcome });
const persons = (outcome: Outcome): Record<'stranger' | 'default member' | 'holder' | 'all but' | 'owner' | 'owner elsewhere' | 'administrator' | 'owner of a deleted one', Outcome> =>
  ({ 'stranger': outcome, 'default member': outcome, 'holder': outcome, 'all but': outcome, 'owner': outcome, 'owner elsewhere': outcome, 'administrator': outcome, 'owner of a deleted one': outcome });

/** Who belongs to no organization, or to another one, learns nothing of this one: not even that it is there. */
const outsiders = { 'nobody': 401, 'stranger': 404, 'owner elsewhere': 404, 'administrator': 404, 'owner of a deleted one': 404, 'API token elsewhere': 404, 'API token of one who left': 401, 'API token of a deleted one': 401, 'deployment token elsewhere': 404, 'worker token': 403, 'worker token of a deleted one': 401, 'join token': 403 } as const;

const matrix: Readonly<Record<'public' | 'person' | 'person or API token' | 'administrator' | 'worker' | 'join' | 'member' | 'owner' | 'permission', Readonly<Record<Caller, Outcome>>>> = {
  'public': { nobody: 204, ...persons(204), ...apiTokens(204), ...tokens, 'deployment token': 204, 'deployment token elsewhere': 204, 'worker token': 204, 'worker token of a deleted one': 204, 'join token': 204, 'API token of a deleted one': 204 },
  'person': { nobody: 401, ...persons(204), ...apiTokens(403), ...tokens },
  'person or API token': { nobody: 401, ...persons(204), ...apiTokens(204), ...tokens },
  'administrator': { nobody: 401, ...persons(403), administrator: 204, ...apiTokens(403), ...tokens },
  'worker': { nobody: 401, ...persons(403), ...apiTokens(403), ...tokens, 'worker token': 204 },
  'join': { nobody: 401, ...persons(403), ...apiTokens(403), ...tokens, 'join token': 204 },
  'member': { ...outsiders, 'default member': 204, 'holder': 204, 'all but': 204, 'owner': 204, 'API token': 204, 'API token, all but': 204, 'deployment token': 403 },
  'owner': { ...outsiders, 'default member': 403, 'holder': 403, 'all but': 403, 'owner': 204, 'API token': 403, 'API token, all but': 403, 'deployment token': 403 },
  'permission': { ...outsiders, 'default member': 403, 'holder': 204, 'all but': 403, 'owner': 204, 'API token': 204, 'API token, all but': 403, 'deployment token': 403 },
};

/** What D1 and A7 leave to the role that everybody begins with. */
const defaultMember: readonly Permission[] = [
  'environment_variables:read', 'secret_values:read', 'automations:read', 'deployments:read', 'kickoffs:read', 'workers:read', 'members:read', 'roles:read',
];

function expected(row: AccessRow, caller: Caller): Outcome {
  const [permission = '', deployment] = row.split(' or deployment');
  if (!isPermission(permission)) return matrix[row as keyof typeof matrix][caller];
  if (caller === 'deployment token' && deployment !== undefined) return 204;
  return caller === 'default member' && defaultMember.includes(permission) ? 204 : matrix.permission[caller];
}

const isPermission = (text: string): text is Permission => permissions.includes(text as Permission);

function rowOf(access: Access): AccessRow {
  if (access.to === 'organization') return access.orDeployment === true ? `${access.permission} or deployment token` : access.permission;
  return access.to === 'person' && access.orApiToken === true ? 'person or API token' : access.to;
}

test('60 every route has a row, every row has a route, and they say the same', () => {
  expect(Object.fromEntries(routes.map(({ id, access }) => [id, rowOf(access)]))).toEqual(accessTable);
  expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
});

test('a route with an organization in its path asks who the caller is there', () => {
  for (const { id, path, access } of routes) expect([id, ['member', 'owner', 'organization'].includes(access.to)]).toEqual([id, path.startsWith('/v1/organizations/{organization}')]);
});

/** A value for each parameter that is no UUID. */
const values: Readonly<Record<string, string>> = { name: 'NAME', number: '1', provider: 'local', run: '11111111-1111-4111-8111-111111111111' };
const anyId = '33333333-3333-4333-8333-333333333333';
const pathOf = (route: Route, organization: string): string =>
  route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'organization' ? organization : values[name] ?? anyId));

eachDatabase(({ open }) => {
  test('60 every route × every caller: who may, who may not, and who is told nothing', async () => {
    const store = await open();
    const world = await openAccessWorld(store);
    const [organization, elsewhere, deleted] = [await world.addOrganization(), await world.addOrganization(), await world.addOrganization()];
    const owner = await world.signIn({ organization, role: 'owner' });
    const ownerElsewhere = await world.signIn({ organization: elsewhere, role: 'owner' });
    const ownerOfDeleted = await world.signIn({ organization: deleted, role: 'owner' });
    const gone = await world.signIn({ organization, role: 'owner' });
    const always: Partial<Record<Caller, string | undefined>> = {
      'nobody': undefined,
      'stranger': (await world.signIn({})).token,
      'default member': (await world.signIn({ organization })).token,
      'owner': owner.token,
      'owner elsewhere': ownerElsewhere.token,
      'administrator': (await world.signIn({ email: administratorEmail })).token,
      'owner of a deleted one': ownerOfDeleted.token,
      'API token elsewhere': await world.issueApi(elsewhere, ownerElsewhere.user, permissions),
      'API token of one who left': await world.issueApi(organization, gone.user, permissions),
      'API token of a deleted one': await world.issueApi(deleted, ownerOfDeleted.user, permissions),
      'deployment token': await world.issue(organization, 'deployment'),
      'deployment token elsewhere': await world.issue(elsewhere, 'deployment'),
      'worker token': await world.issue(organization, 'worker'),
      'worker token of a deleted one': await world.issue(deleted, 'worker'),
      'join token': await world.issue(organization, 'join'),
    };
    await world.leave(organization, gone.user);
    await world.deleteOrganization(deleted);

    const byPermission = new Map<Permission, Partial<Record<Caller, string>>>();
    const callersFor = async (permission: Permission): Promise<Partial<Record<Caller, string>>> => {
      const known = byPermission.get(permission);
      if (known) return known;
      const rest = allBut(permission);
      const made = {
        'holder': (await world.signIn({ organization, role: [permission] })).token,
        'all but': (await world.signIn({ organization, role: rest })).token,
        'API token': await world.issueApi(organization, owner.user, [permission]),
        'API token, all but': await world.issueApi(organization, owner.user, rest),
      };
      byPermission.set(permission, made);
      return made;
    };

    const api: Api = createApi({
      // What is asked here is who gets through to a handler, and not what it does.
      routes: routes.map((route) => ({ ...route, answer: { status: 204 }, handle: () => Promise.resolve({}) })),
      principalOf: (request, facts) => world.people.people.principalOf(request, facts),
      authorize: (principal, access, asked) => authorize(store, principal, access, asked),
    });
    const wrong: string[] = [];
    for (const route of routes) {
      const row = accessTable[route.id] ?? 'public';
      const [permission = ''] = row.split(' or deployment');
      const callers = { ...always, ...await callersFor(isPermission(permission) ? permission : 'kickoffs:read') };
      for (const [caller, token] of Object.entries(callers) as [Caller, string | undefined][]) {
        for (const asked of route.path.includes('{organization}') && caller === 'owner of a deleted one' ? [organization, deleted] : [organization]) {
          const body = route.method === 'get' || route.lines !== undefined ? undefined : route.example ?? {};
          const { status } = await api.call(route.method.toUpperCase(), pathOf(route, asked), { token, body, headers: { 'if-match': '"1"' } });
          // A query that a route requires is looked at behind the access.
          const through = status === 204 || (status === 400 && route.query !== undefined);
          if (through ? expected(row, caller) !== 204 : status !== expected(row, caller)) wrong.push(`${route.id}, ${caller}: ${status} and not ${expected(row, caller)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    await world.people.tokens.settled();
  }, 120_000);
});
