import { z } from 'zod';
import { holdingOfRole } from '../access/holding.ts';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { isoTime } from '../http/iso-time.ts';
import { exampleId, exampleTime, permissionField, timeField } from './fields.ts';
import { pageOfRows, positionIn } from './list-by-time.ts';
import { changeMember, leaveOrganization, listMembers, readMember, removeMember, type MemberRow } from './members.ts';
import type { PeopleParts } from './people-parts.ts';

const tag = 'Members';
const collection = '/v1/organizations/{organization}/members';
const read = { to: 'organization', permission: 'members:read' } as const;
const manage = { to: 'organization', permission: 'members:manage' } as const;
const parameters = z.strictObject({ organization: z.uuid(), member: z.uuid() });
const roleOfMember = z.strictObject({ id: z.string(), name: z.string(), kind: z.enum(['owner', 'member', 'custom']) });
const answer = z.strictObject({
  id: z.string(), version: z.int(), userId: z.string(), name: z.string(), email: z.string(), role: roleOfMember, permissions: z.array(permissionField).describe('What they may do now.'), createdAt: timeField,
}).meta({ id: 'Member' });
const example = { id: exampleId, version: 1, userId: exampleId, name: 'Ada', email: 'ada@example.com', role: { id: exampleId, name: 'operators', kind: 'custom' }, permissions: ['kickoffs:manage'], createdAt: exampleTime };

export function memberRoutes(parts: PeopleParts): readonly Route[] {
  const { cursors } = parts;
  return [
    defineRoute({
      id: 'listMembers', method: 'get', path: collection, access: read, tag, summary: 'List the members', query: z.strictObject(pageQuery), answer: { status: 200, schema: pageOf(answer), example: { items: [example], next: null } },
      async handle({ organization, query: { limit, cursor } }) {
        const after = positionIn(cursors, cursor, 'members', organization);
        return { body: pageOfRows(cursors, 'members', organization, await listMembers(parts, organization, after, limit + 1), limit, shown) };
      },
    }),
    defineRoute({
      id: 'getMember', method: 'get', path: `${collection}/{member}`, access: read, tag, summary: 'Read a member', parameters, answer: { status: 200, schema: answer, example },
      async handle({ organization, path }) {
        const row = await readMember(parts, organization, path.member);
        return { version: row.version, body: shown(row) };
      },
    }),
    defineRoute({
      id: 'updateMember', method: 'patch', path: `${collection}/{member}`, access: manage, tag, summary: 'Give a member another role', description: 'One that holds no more than the caller\'s own. Owners alone make owners, and change them; the last one stays.', parameters,
      ifMatch: 'required', body: z.strictObject({ roleId: z.uuid() }).meta({ id: 'MemberPatch' }), example: { roleId: exampleId }, answer: { status: 200, schema: answer, example },
      async handle({ organization, principal, actor, path, body, ifMatch }) {
        const row = await changeMember(parts, { organization, principal, actor, ifMatch }, path.member, body.roleId);
        return { version: row.version, body: shown(row) };
      },
    }),
    defineRoute({
      id: 'removeMember', method: 'delete', path: `${collection}/{member}`, access: manage, tag, summary: 'Remove a member', description: 'With the API tokens and the join tokens that they made.', parameters, ifMatch: 'required', answer: { status: 204 },
      async handle({ organization, principal, actor, path, ifMatch }) {
        await removeMember(parts, { organization, principal, actor, ifMatch }, path.member);
        return { status: 204 };
      },
    }),
    defineRoute({
      id: 'leaveOrganization', method: 'post', path: '/v1/organizations/{organization}/leave', access: { to: 'member' }, tag, summary: 'Leave an organization', description: 'The last owner cannot.', answer: { status: 204 },
      async handle({ organization, principal, actor }) {
        await leaveOrganization(parts, { organization, principal, actor });
        return { status: 204 };
      },
    }),
  ];
}

function shown(row: MemberRow): z.infer<typeof answer> {
  return {
    id: row.id, version: row.version, userId: row.user_id, name: row.user_name, email: row.email, role: { id: row.role_id, name: row.role_name, kind: row.role_kind },
    permissions: [...holdingOfRole({ kind: row.role_kind, permissions: row.permissions }).permissions], createdAt: isoTime(row.created_at),
  };
}
