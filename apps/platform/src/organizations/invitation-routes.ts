import { z } from 'zod';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { longestPassword, shortestPassword } from '../people/password.ts';
import { isoTime } from '../http/iso-time.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { emailField, exampleId, exampleTime, nameField, timeField } from './fields.ts';
import { acceptInvitation, createInvitation, join, openInvitation, revokeInvitation } from './invitations.ts';
import { jsonWithCookies } from './json-with-cookies.ts';
import { pageOfRows, positionIn } from './list-by-time.ts';
import type { PeopleParts } from './people-parts.ts';

const tag = 'Members';
const collection = '/v1/organizations/{organization}/invitations';
const read = { to: 'organization', permission: 'members:read' } as const;
const manage = { to: 'organization', permission: 'members:manage' } as const;
const fields = {
  id: z.string(), email: z.string(), roleId: z.string(), invitedBy: z.string().describe('The id of the user.'), status: z.enum(['open', 'accepted', 'revoked', 'expired']), createdAt: timeField, expiresAt: timeField,
};
const answer = z.strictObject(fields).meta({ id: 'Invitation' });
const made = z.strictObject({ ...fields, link: z.string().describe('Shown once. Whoever opens it must have the invited e-mail.') }).meta({ id: 'MadeInvitation' });
const example = { id: exampleId, email: 'ada@example.com', roleId: exampleId, invitedBy: exampleId, status: 'open', createdAt: exampleTime, expiresAt: '2026-11-29T12:00:00.000Z' };
const token = z.string().max(100).describe('What stands behind # in the link.');
const exampleToken = 'carnet_inv_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const joined = z.strictObject({ organizationId: z.string() }).meta({ id: 'AcceptedInvitation' });

export function invitationRoutes(parts: PeopleParts): readonly Route[] {
  const { store, cursors, people, now } = parts;
  const show = (row: { id: string; email: string; role_id: string; invited_by: string; created_at: number; expires_at: number; accepted_at: number | null; revoked_at: number | null }): z.infer<typeof answer> => ({
    id: row.id, email: row.email, roleId: row.role_id, invitedBy: row.invited_by, createdAt: isoTime(row.created_at), expiresAt: isoTime(row.expires_at),
    status: row.accepted_at !== null ? 'accepted' : row.revoked_at !== null ? 'revoked' : row.expires_at <= now() ? 'expired' : 'open',
  });
  return [
    defineRoute({
      id: 'listInvitations', method: 'get', path: collection, access: read, tag, summary: 'List the invitations', query: z.strictObject(pageQuery), answer: { status: 200, schema: pageOf(answer), example: { items: [example], next: null } },
      async handle({ organization, query: { limit, cursor } }) {
        const after = positionIn(cursors, cursor, 'invitations', organization);
        let rows = store.db.selectFrom('invitation').selectAll().where('organization_id', '=', organization).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit + 1);
        if (after) rows = rows.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(...after)));
        return { body: pageOfRows(cursors, 'invitations', organization, await rows.execute(), limit, show) };
      },
    }),
    defineRoute({
      id: 'createInvitation', method: 'post', path: collection, access: manage, tag, summary: 'Invite somebody', description: 'To a role that holds no more than the caller\'s own. The link is good for seven days and for that e-mail alone.',
      body: z.strictObject({ email: emailField, roleId: z.uuid() }).meta({ id: 'NewInvitation' }), example: { email: 'ada@example.com', roleId: exampleId },
      answer: { status: 201, schema: made, example: { ...example, link: `https://carnet.example.com/invitations#${exampleToken}` } },
      async handle({ organization, principal, actor, body }) {
        const { row, link } = await createInvitation(parts, { organization, principal, actor }, body);
        return { status: 201, location: `${collection.replace('{organization}', organization)}/${row.id}`, body: { ...show(row), link } };
      },
    }),
    defineRoute({
      id: 'revokeInvitation', method: 'delete', path: `${collection}/{invitation}`, access: manage, tag, summary: 'Revoke an invitation', parameters: z.strictObject({ organization: z.uuid(), invitation: z.uuid() }), answer: { status: 204 },
      async handle({ organization, principal, actor, path }) {
        await revokeInvitation(parts, { organization, principal, actor }, path.invitation);
        return { status: 204 };
      },
    }),
    defineRoute({
      id: 'acceptInvitation', method: 'post', path: '/v1/invitations/accept', access: { to: 'person' }, tag, summary: 'Accept an invitation', body: z.strictObject({ token }).meta({ id: 'InvitationAcceptance' }), example: { token: exampleToken },
      answer: { status: 200, schema: joined, example: { organizationId: exampleId } },
      async handle({ principal, actor, body }) {
        if (principal?.kind !== 'person') throw new PlatformError({ code: 'CREDENTIAL_KIND_WRONG' });
        return { body: { organizationId: await acceptInvitation(parts, body.token, principal, actor) } };
      },
    }),
    defineRoute({
      id: 'openInvitation', method: 'post', path: '/v1/invitations/open', access: { to: 'public' }, tag, summary: 'See what an invitation is to', body: z.strictObject({ token }).meta({ id: 'InvitationToken' }), example: { token: exampleToken },
      answer: { status: 200, schema: z.strictObject({ organizationName: z.string(), email: z.string(), expiresAt: timeField }).meta({ id: 'OpenInvitation' }), example: { organizationName: 'Acme', email: 'ada@example.com', expiresAt: exampleTime } },
      async handle({ body }) {
        const { organization_name: organizationName, email, expires_at: expiresAt } = await openInvitation(parts, body.token);
        return { body: { organizationName, email, expiresAt: isoTime(expiresAt) } };
      },
    }),
    defineRoute({
      id: 'signUpWithInvitation', method: 'post', path: '/v1/invitations/sign-up', access: { to: 'public' }, tag, summary: 'Make an account with an invitation, and accept it', description: 'For the invited e-mail, where nobody has it yet. Sets the cookie of the session.',
      body: z.strictObject({ token, name: nameField, password: z.string().min(shortestPassword).max(longestPassword) }).meta({ id: 'InvitedSignUp' }), example: { token: exampleToken, name: 'Ada', password: 'twelve characters' },
      answer: { status: 201, schema: joined, example: { organizationId: exampleId } },
      async handle({ actor, body, request }) {
        const invitation = await openInvitation(parts, body.token);
        const { cookies } = await people.signUp({ email: invitation.email, name: body.name, password: body.password }, request, actor, async ({ id, name }) => [await join(parts, invitation, id, { ...actor, name })]);
        return { response: jsonWithCookies(201, { organizationId: invitation.organization_id }, cookies) };
      },
    }),
  ];
}
