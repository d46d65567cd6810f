import { randomBytes } from 'node:crypto';
import { authorize } from '../../access/authorize.ts';
import type { Permission } from '../../access/permission.ts';
import { createAudit } from '../../audit/create-audit.ts';
import type { Actor } from '../../audit/audit.ts';
import { openPeople, type PeopleWorld } from '../../people/testing/people-world.ts';
import type { PeopleSettings } from '../../people/people-settings.ts';
import { createSealer } from '../../sealing/create-sealer.ts';
import { sealingKey } from '../../sealing/sealing-key.ts';
import { createCursors } from '../../store/cursors.ts';
import type { Store } from '../../store/store.ts';
import { createApi, type Api, type ApiAnswer } from '../../testing/api.ts';
import { createOrganization } from '../organizations.ts';
import { peopleRoutes } from '../people-routes.ts';
import type { PeopleParts } from '../people-parts.ts';

export const operator: Actor = { kind: 'platform', id: null, name: null };

export interface PeopleApi extends PeopleWorld {
  readonly api: Api;
  readonly parts: PeopleParts;
  /** Signs somebody in, who is made where they are not there, and gives the token of their session. */
  signIn(email: string): Promise<string>;
  userOf(email: string): Promise<string>;
  /** Makes an organization that this user owns; gives its id. */
  organization(owner: string, name?: string): Promise<string>;
  /** Makes a user a member, through an invitation by the holder of `token`. Gives the id of the member. */
  join(organization: string, token: string, email: string, roleId: string): Promise<string>;
  /** The id of the role of this name. */
  role(organization: string, token: string, name: string): Promise<string>;
  makeRole(organization: string, token: string, name: string, permissions: readonly Permission[]): Promise<string>;
  call(method: string, path: string, token: string | undefined, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer & { readonly json: Record<string, unknown> }>;
}

/** The routes of people on the whole application, with everything real. */
export async function openPeopleApi(store: Store, settings: Partial<PeopleSettings> = {}): Promise<PeopleApi> {
  const world = await openPeople(store, { baseUrl: 'http://platform.test', ...settings, audit: createAudit({ store, now: () => world.now() }) });
  const sealer = createSealer({ current: sealingKey(randomBytes(32)), previous: [], randomBytes });
  const parts: PeopleParts = { store, audit: createAudit({ store, now: world.now }), sealer, cursors: createCursors(randomBytes(32)), tokens: world.tokens, people: world.people, settings: world.settings, now: world.now, randomBytes };
  const api = createApi({
    routes: peopleRoutes(parts), now: world.now, randomBytes,
    principalOf: (request) => world.people.principalOf(request),
    authorize: (principal, access, organization) => authorize(store, principal, access, organization),
  });
  const call: PeopleApi['call'] = async (method, path, token, body, headers) => {
    const answer = await api.call(method, path, { token, body, headers });
    return { ...answer, json: (answer.body ?? {}) as Record<string, unknown> };
  };
  const userOf = async (email: string): Promise<string> => (await store.db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id;
  const role: PeopleApi['role'] = async (organization, token, name) => {
    const { json } = await call('GET', `/v1/organizations/${organization}/roles?name=${name}`, token);
    return (json['items'] as { id: string }[])[0]?.id ?? '';
  };
  return {
    ...world, api, parts, call, userOf, role,
    async signIn(email) {
      const [, token] = (await world.people.signInLink({ email, name: email.split('@')[0] ?? '' })).split('#');
      return (await call('POST', '/v1/sign-in-links/redeem', undefined, { token, bearer: true })).json['token'] as string;
    },
    async organization(owner, name = 'Acme') {
      return (await createOrganization(parts, { name, owner: await userOf(owner) }, operator)).id;
    },
    async join(organization, token, email, roleId) {
      const { json } = await call('POST', `/v1/organizations/${organization}/invitations`, token, { email, roleId });
      const session = (await world.people.signInLink({ email, name: email })).split('#')[1];
      const bearer = (await call('POST', '/v1/sign-in-links/redeem', undefined, { token: session, bearer: true })).json['token'] as string;
      await call('POST', '/v1/invitations/accept', bearer, { token: String(json['link']).split('#')[1] });
      return (await store.db.selectFrom('member').select('id').where('organization_id', '=', organization).where('user_id', '=', await userOf(email)).executeTakeFirstOrThrow()).id;
    },
    async makeRole(organization, token, name, permissions) {
      return (await call('POST', `/v1/organizations/${organization}/roles`, token, { name, permissions })).json['id'] as string;
    },
  };
}

export const version = (number: number): Readonly<Record<string, string>> => ({ 'if-match': `"${number}"` });
