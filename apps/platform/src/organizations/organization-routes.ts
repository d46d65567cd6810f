import { z } from 'zod';
import { permissions, type Permission } from '../access/permission.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { isoTime } from '../http/iso-time.ts';
import type { OrganizationTable } from '../store/schema.ts';
import { exampleId, exampleTime, nameField, permissionField, timeField } from './fields.ts';
import { createOrganization, deleteOrganization, readOrganization, renameOrganization } from './organizations.ts';
import { userOf } from './caller.ts';
import type { PeopleParts } from './people-parts.ts';
import { sentences } from './role-sentences.ts';

const tag = 'Organizations';
const one = '/v1/organizations/{organization}';
const answer = z.strictObject({ id: z.string(), version: z.int(), name: z.string(), createdAt: timeField, updatedAt: timeField }).meta({ id: 'Organization' });
const example = { id: exampleId, version: 1, name: 'Acme', createdAt: exampleTime, updatedAt: exampleTime };
const named = z.strictObject({ name: nameField });

export function organizationRoutes(parts: PeopleParts): readonly Route[] {
  const { store, cursors, settings } = parts;
  return [
    defineRoute({
      id: 'listOrganizations', method: 'get', path: '/v1/organizations', access: { to: 'person', orApiToken: true }, tag, summary: 'List the organizations that the caller belongs to',
      query: z.strictObject(pageQuery), answer: { status: 200, schema: pageOf(answer), example: { items: [example], next: null } },
      async handle({ principal, query: { limit, cursor } }) {
        const user = userOf(principal);
        const [nameKey, id] = cursor === undefined ? [] : cursors.decode(cursor, 'organizations', user);
        let rows = store.db.selectFrom('member').innerJoin('organization', 'organization.id', 'member.organization_id').selectAll('organization')
          .where('member.user_id', '=', user).where('organization.deleted_at', 'is', null).orderBy('organization.name_key').orderBy('organization.id').limit(limit + 1);
        if (principal?.kind === 'api') rows = rows.where('organization.id', '=', principal.organizationId);
        if (nameKey !== undefined && id !== undefined) rows = rows.where(({ eb, refTuple, tuple }) => eb(refTuple('organization.name_key', 'organization.id'), '>', tuple(nameKey, id)));
        const found = await rows.execute();
        const last = found[limit - 1];
        return { body: { items: found.slice(0, limit).map(shown), next: found.length > limit && last ? cursors.encode('organizations', user, [last.name_key, last.id]) : null } };
      },
    }),
    defineRoute({
      id: 'createOrganization', method: 'post', path: '/v1/organizations', access: { to: 'person' }, tag, summary: 'Make an organization',
      description: 'An administrator may, and every person where the operator allows it. Who makes it is its first owner.', body: named.meta({ id: 'NewOrganization' }), example: { name: 'Acme' },
      answer: { status: 201, schema: answer, example },
      async handle({ principal, actor, body }) {
        if (principal?.kind !== 'person' || !(principal.administrator || settings.organizationsByEveryone)) throw new PlatformError({ code: 'ADMINISTRATOR_REQUIRED' });
        const row = await createOrganization(parts, { name: body.name, owner: principal.userId }, actor);
        return { status: 201, version: row.version, location: `/v1/organizations/${row.id}`, body: shown(row) };
      },
    }),
    defineRoute({
      id: 'getOrganization', method: 'get', path: one, access: { to: 'member' }, tag, summary: 'Read an organization', answer: { status: 200, schema: answer, example },
      async handle({ organization }) {
        const row = await readOrganization(parts, organization);
        return { version: row.version, body: shown(row) };
      },
    }),
    defineRoute({
      id: 'renameOrganization', method: 'patch', path: one, access: { to: 'owner' }, tag, summary: 'Rename an organization', ifMatch: 'required',
      description: 'Its id, and with it the subject of its tokens, stays.', body: named.meta({ id: 'OrganizationPatch' }), example: { name: 'Acme Limited' }, answer: { status: 200, schema: answer, example },
      async handle({ organization, actor, body, ifMatch }) {
        const row = await renameOrganization(parts, organization, { name: body.name, ifMatch }, actor);
        return { version: row.version, body: shown(row) };
      },
    }),
    defineRoute({
      id: 'deleteOrganization', method: 'delete', path: one, access: { to: 'owner' }, tag, summary: 'Delete an organization', ifMatch: 'required',
      description: 'At once and for good: its tokens and workers open nothing any more, its kickoffs end, its stored secrets are destroyed, and its id is never given again.', answer: { status: 204 },
      async handle({ organization, actor, ifMatch }) {
        await deleteOrganization(parts, organization, ifMatch, actor);
        return { status: 204 };
      },
    }),
    defineRoute({
      id: 'listPermissions', method: 'get', path: `${one}/permissions`, access: { to: 'member' }, tag: 'Roles', summary: 'List what a role may hold',
      answer: { status: 200, schema: z.strictObject({ items: z.array(z.strictObject({ permission: permissionField, sentence: z.string() })) }).meta({ id: 'Permissions' }), example: { items: [{ permission: 'roles:read', sentence: sentences['roles:read'] }] } },
      handle: () => Promise.resolve({ body: { items: permissions.map((permission: Permission) => ({ permission, sentence: sentences[permission] })) } }),
    }),
  ];
}

function shown({ id, version, name, created_at, updated_at }: OrganizationTable): z.infer<typeof answer> {
  return { id, version, name, createdAt: isoTime(created_at), updatedAt: isoTime(updated_at) };
}
