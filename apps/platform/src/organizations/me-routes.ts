import { z } from 'zod';
import { holdingOfRole, narrowed } from '../access/holding.ts';
import type { Person, Principal } from '../access/principal.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { longestPassword, shortestPassword } from '../people/password.ts';
import { userOf } from './caller.ts';
import { exampleId, permissionField } from './fields.ts';
import { jsonWithCookies } from './json-with-cookies.ts';
import type { PeopleParts } from './people-parts.ts';

const tag = 'People';
const place = z.strictObject({ id: z.string(), name: z.string(), role: z.strictObject({ id: z.string(), name: z.string() }), owner: z.boolean(), permissions: z.array(permissionField) });
const answer = z.strictObject({
  kind: z.enum(['person', 'api']), id: z.string(), name: z.string(), email: z.string().nullable().describe('Of a person.'), administrator: z.boolean().describe('Of the platform; it opens no organization.'),
  organizations: z.array(place).describe('At most 1,000.'),
}).meta({ id: 'Me' });
const example = { kind: 'person', id: exampleId, name: 'Ada', email: 'ada@example.com', administrator: false, organizations: [{ id: exampleId, name: 'Acme', role: { id: exampleId, name: 'operators' }, owner: false, permissions: ['kickoffs:manage'] }] };
const password = z.string().min(shortestPassword).max(longestPassword);

export function meRoutes(parts: PeopleParts): readonly Route[] {
  const { people } = parts;
  return [
    defineRoute({
      id: 'getMe', method: 'get', path: '/v1/me', access: { to: 'person', orApiToken: true }, tag, summary: 'Read who the caller is, and what they may do', answer: { status: 200, schema: answer, example },
      handle: async ({ principal }) => ({ body: await meOf(parts, principal) }),
    }),
    defineRoute({
      id: 'setPassword', method: 'put', path: '/v1/me/password', access: { to: 'person' }, tag, summary: 'Set the first password, or another one', description: 'Ends all other sessions. Who signed in by a link or an identity provider sets the first one without a current one.',
      body: z.strictObject({ current: z.string().max(longestPassword).optional(), password }).meta({ id: 'NewPassword' }), example: { current: 'twelve characters', password: 'twelve others and more' }, answer: { status: 204 },
      async handle({ principal, body, request, actor }) {
        const cookies = await people.setPassword(personOf(principal), body, request, actor);
        return cookies.length === 0 ? { status: 204 } : { response: withCookies(cookies) };
      },
    }),
    defineRoute({
      id: 'endSessions', method: 'delete', path: '/v1/me/sessions', access: { to: 'person' }, tag, summary: 'End all sessions, this one too', answer: { status: 204 },
      async handle({ principal, actor }) {
        await people.endSessions(personOf(principal), actor);
        return { status: 204 };
      },
    }),
    defineRoute({
      id: 'redeemSignInLink', method: 'post', path: '/v1/sign-in-links/redeem', access: { to: 'public' }, tag, summary: 'Sign in with a link', description: 'Once, within ten minutes. Sets the cookie of the session; with `bearer` it sets none, and answers with the token of the session.',
      body: z.strictObject({ token: z.string().max(100), bearer: z.boolean().default(false) }).meta({ id: 'SignInLink' }), example: { token: 'carnet_link_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      answer: { status: 200, schema: z.strictObject({ token: z.string().nullable() }).meta({ id: 'SignedIn' }), example: { token: null } },
      async handle({ body, request, actor }) {
        const { token, cookies } = await people.redeem(body.token, request, actor);
        return { response: jsonWithCookies(200, { token: body.bearer ? token : null }, body.bearer ? [] : cookies) };
      },
    }),
  ];
}

async function meOf({ store }: PeopleParts, principal: Principal | undefined): Promise<z.infer<typeof answer>> {
  const user = userOf(principal);
  let query = store.db.selectFrom('organization').innerJoin('member', 'member.organization_id', 'organization.id')
    .innerJoin('organization_role', (join) => join.onRef('organization_role.id', '=', 'member.role_id').onRef('organization_role.organization_id', '=', 'organization.id'))
    .select(['organization.id', 'organization.name', 'organization_role.id as role_id', 'organization_role.name as role_name', 'organization_role.kind', 'organization_role.permissions'])
    .where('member.user_id', '=', user).where('organization.deleted_at', 'is', null).orderBy('organization.name_key').orderBy('organization.id').limit(1_000);
  if (principal?.kind === 'api') query = query.where('organization.id', '=', principal.organizationId);
  const rows = await query.execute();
  if (principal?.kind === 'api' && rows.length === 0) throw new PlatformError({ code: 'TOKEN_EXPIRED' });
  const organizations = rows.map(({ id, name, role_id, role_name, ...role }) => {
    const { owner, permissions } = principal?.kind === 'api' ? narrowed(holdingOfRole(role), principal.scopes) : holdingOfRole(role);
    return { id, name, role: { id: role_id, name: role_name }, owner, permissions: [...permissions] };
  });
  if (principal?.kind === 'api') return { kind: 'api', id: principal.tokenId, name: principal.name, email: null, administrator: false, organizations };
  const { userId, name, email, administrator } = personOf(principal);
  return { kind: 'person', id: userId, name, email, administrator, organizations };
}

function personOf(principal: Principal | undefined): Person {
  if (principal?.kind !== 'person') throw new PlatformError({ code: 'CREDENTIAL_KIND_WRONG' });
  return principal;
}

function withCookies(cookies: readonly string[]): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 204, headers });
}
