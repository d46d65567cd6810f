import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { authorize } from '../access/authorize.ts';
import { createAudit } from '../audit/create-audit.ts';
import { createWakeUps } from '../kickoffs/wake-ups.ts';
import { standardLimits } from '../kickoffs/kickoff-parts.ts';
import { createSealer } from '../sealing/create-sealer.ts';
import { parseSealingKey } from '../sealing/sealing-key.ts';
import { createKickoffs, type KickoffsOptions } from '../kickoffs/create-kickoffs.ts';
import { platformRoutes, type RouteParts } from '../server/platform-routes.ts';
import { createCursors } from '../store/cursors.ts';
import type { Store } from '../store/store.ts';
import { automationRow, configRow, credentialRow, kickoffRow } from '../store/testing/rows.ts';
import { openAccessWorld, type AccessWorld } from '../testing/access-world.ts';
import { createApi, type Api, type ApiAnswer } from '../testing/api.ts';
import { eachDatabase } from '../testing/databases.ts';
import type { Route } from './route.ts';

const inert: object = new Proxy({}, { get: () => inert });

/** The real routes over a real store. What calls clouds, issuer or workers is not there: nobody gets so far with an id that is none. */
function routesOver(store: Store, world: AccessWorld): readonly Route[] {
  const now = (): number => world.people.now();
  const shared = {
    store, now, randomBytes, audit: createAudit({ store, now }), cursors: createCursors(randomBytes(32)), tokens: world.people.tokens, people: world.people.people, settings: world.people.settings,
    sealer: createSealer({ current: parseSealingKey(randomBytes(32).toString('base64')), previous: [], randomBytes }), host: { manifests: [] }, limits: standardLimits, wakeUps: createWakeUps(), directAddresses: [], observe: {},
  };
  const parts = new Proxy(shared, { get: (target, name) => Reflect.get(target, name) as unknown ?? inert });
  return platformRoutes({ people: parts, resources: parts, kickoffs: createKickoffs(parts as unknown as KickoffsOptions) } as unknown as RouteParts);
}

/** One of everything that has an id, by the name of its parameter. */
async function fill({ db }: Store, world: AccessWorld, organization: string): Promise<Readonly<Record<string, string>>> {
  const times = { version: 1, created_at: 1, updated_at: 1 };
  const automation = automationRow(organization);
  const config = configRow(organization);
  const credential = credentialRow(organization);
  const kickoff = kickoffRow(organization, automation.id);
  await db.insertInto('automation').values(automation).execute();
  await db.insertInto('workload_identity_config').values(config).execute();
  await db.insertInto('credential').values(credential).execute();
  await db.insertInto('kickoff').values(kickoff).execute();
  const variable = randomUUID();
  await db.insertInto('variable').values({
    id: variable, organization_id: organization, name: 'NAME', name_key: 'name', ...times, source: 'direct', credential_id: null, provider: null, reference: null, value: 'sealed',
    optional: 0, encoding: 'utf8', sink: 'environment', allow: 0, automations: 'all',
  }).execute();
  await db.insertInto('variable_assignment').values({ organization_id: organization, name_key: 'name', automation_id: '*', variable_id: variable }).execute();
  const role = randomUUID();
  await db.insertInto('organization_role').values({ id: role, organization_id: organization, name: role, name_key: role, ...times, permissions: '[]', kind: 'custom' }).execute();
  const { user } = await world.signIn({ organization });
  const { id: member } = await db.selectFrom('member').select('id').where('organization_id', '=', organization).where('user_id', '=', user).executeTakeFirstOrThrow();
  const invitation = randomUUID();
  await db.insertInto('invitation').values({ id: invitation, organization_id: organization, email: 'a@example.com', role_id: role, token_hash: invitation, invited_by: user, created_at: 1, expires_at: 9e15, accepted_at: null, revoked_at: null }).execute();
  await world.issue(organization, 'worker');
  const { id: worker } = await db.selectFrom('worker').select('id').where('organization_id', '=', organization).executeTakeFirstOrThrow();
  await world.issueApi(organization, user, []);
  const { id: token } = await db.selectFrom('machine_token').select('id').where('organization_id', '=', organization).where('kind', '=', 'api').executeTakeFirstOrThrow();
  return { automation: automation.id, config: config.id, credential: credential.id, kickoff: kickoff.id, variable, role, member, invitation, worker, token };
}

const others: Readonly<Record<string, string>> = { name: 'NAME', number: '1' };

/** An answer without what differs between any two requests. */
function plain({ status, headers, text }: ApiAnswer): object {
  const rest = [...headers].filter(([name]) => !/^x-(?:request-id|ratelimit-)/.test(name));
  return { status, headers: rest, text: text.replace(/"requestId":"[^"]*"/, '') };
}

async function ask(api: Api, route: Route, organization: string, ids: (name: string) => string, token: string): Promise<ApiAnswer> {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'organization' ? organization : others[name] ?? ids(name)));
  return await api.call(route.method.toUpperCase(), path, { token, body: route.method === 'get' ? undefined : route.example ?? {}, headers: { 'if-match': '"1"' } });
}

eachDatabase(({ open }) => {
  test('65 an id of another organization and one that nobody has are one answer, and so are the organizations themselves', async () => {
    const store = await open();
    const world = await openAccessWorld(store);
    const [own, elsewhere] = [await world.addOrganization(), await world.addOrganization()];
    const { token } = await world.signIn({ organization: own, role: 'owner' });
    const foreign = await fill(store, world, elsewhere);
    const routes = routesOver(store, world);
    const api = createApi({
      routes, now: () => world.people.now(), principalOf: (request, facts) => world.people.people.principalOf(request, facts), authorize: (principal, access, asked) => authorize(store, principal, access, asked),
    });
    const below = routes.filter(({ path }) => /^\/v1\/organizations\/\{organization\}\/.*\{(?!name|number)\w+\}/.test(path));
    expect(below.length).toBeGreaterThan(40);
    for (const route of below) {
      const known = await ask(api, route, own, (name) => foreign[name] ?? '', token);
      const unknown = await ask(api, route, own, () => randomUUID(), token);
      expect([route.id, known.status, known.body]).toMatchObject([route.id, 404, { code: 'RESOURCE_NOT_FOUND' }]);
      expect(plain(known), route.id).toEqual(plain(unknown));
    }
    // What is one's own under the same rows is there: the answers above are about whose it is.
    const mine = await fill(store, world, own);
    for (const route of routes.filter(({ id }) => /^get(?:Automation|Credential|Kickoff|Member|Role|Token|Variable|WorkloadIdentityConfig)$/.test(id))) {
      expect([route.id, (await ask(api, route, own, (name) => mine[name] ?? '', token)).status]).toEqual([route.id, 200]);
    }
    for (const route of routes.filter(({ path }) => path.startsWith('/v1/organizations/{organization}'))) {
      const known = await ask(api, route, elsewhere, (name) => foreign[name] ?? '', token);
      const unknown = await ask(api, route, randomUUID(), () => randomUUID(), token);
      expect([route.id, known.status]).toEqual([route.id, 404]);
      expect(plain(known), route.id).toEqual(plain(unknown));
    }
    await world.people.tokens.settled();
  }, 120_000);
});
