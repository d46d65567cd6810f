import { z } from 'zod';
import { permissionsOf } from '../access/holding.ts';
import { permissions } from '../access/permission.ts';
import { pageOf } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { listQuery } from '../resources/records/answer-schemas.ts';
import { isoTime } from '../http/iso-time.ts';
import type { RoleTable } from '../store/schema.ts';
import { exampleId, exampleTime, nameField, permissionField, permissionsField, timeField } from './fields.ts';
import { listRoles } from './list-roles.ts';
import type { PeopleParts } from './people-parts.ts';
import { describeRole } from './role-sentences.ts';
import { createRole, deleteRole, readRole, updateRole } from './roles.ts';

const tag = 'Roles';
const collection = '/v1/organizations/{organization}/roles';
const read = { to: 'organization', permission: 'roles:read' } as const;
const manage = { to: 'organization', permission: 'roles:manage' } as const;
const parameters = z.strictObject({ organization: z.uuid(), role: z.uuid() });
const fields = { name: nameField, permissions: permissionsField };
const answer = z.strictObject({
  id: z.string(), version: z.int(), name: z.string(), kind: z.enum(['owner', 'member', 'custom']), permissions: z.array(permissionField).describe('Of an owner: all.'),
  describe: z.array(z.string()).describe('What it can do, in sentences.'), createdAt: timeField, updatedAt: timeField,
}).meta({ id: 'Role' });
const example = { id: exampleId, version: 1, name: 'operators', kind: 'custom', permissions: ['kickoffs:manage'], describe: describeRole('custom', ['kickoffs:manage']), createdAt: exampleTime, updatedAt: exampleTime };

export function roleRoutes(parts: PeopleParts): readonly Route[] {
  return [
    defineRoute({
      id: 'listRoles', method: 'get', path: collection, access: read, tag, summary: 'List the roles', query: listQuery, answer: { status: 200, schema: pageOf(answer), example: { items: [example], next: null } },
      async handle({ organization, query }) {
        const { items, next } = await listRoles(parts, organization, query);
        return { body: { items: items.map(shown), next } };
      },
    }),
    defineRoute({
      id: 'createRole', method: 'post', path: collection, access: manage, tag, summary: 'Make a role', description: 'With permissions that the caller has.', body: z.strictObject(fields).meta({ id: 'NewRole' }), example: { name: 'operators', permissions: ['kickoffs:manage'] },
      answer: { status: 201, schema: answer, example },
      async handle({ organization, principal, actor, body }) {
        const row = await createRole(parts, { organization, principal, actor }, body);
        return { status: 201, version: row.version, location: `${collection.replace('{organization}', organization)}/${row.id}`, body: shown(row) };
      },
    }),
    defineRoute({
      id: 'getRole', method: 'get', path: `${collection}/{role}`, access: read, tag, summary: 'Read a role', parameters, answer: { status: 200, schema: answer, example },
      async handle({ organization, path }) {
        const row = await readRole(parts, organization, path.role);
        return { version: row.version, body: shown(row) };
      },
    }),
    defineRoute({
      id: 'updateRole', method: 'patch', path: `${collection}/{role}`, access: manage, tag, summary: 'Change a role', description: 'With the next request of its members. The roles owner and member stay as they are.', parameters,
      ifMatch: 'required', body: z.strictObject(fields).partial().meta({ id: 'RolePatch' }), example: { permissions: ['kickoffs:manage', 'deployments:read'] }, answer: { status: 200, schema: answer, example },
      async handle({ organization, principal, actor, path, body, ifMatch }) {
        const row = await updateRole(parts, { organization, principal, actor, ifMatch }, path.role, body);
        return { version: row.version, body: shown(row) };
      },
    }),
    defineRoute({
      id: 'deleteRole', method: 'delete', path: `${collection}/{role}`, access: manage, tag, summary: 'Delete a role', description: 'Refused while a member or an open invitation has it.', parameters, ifMatch: 'required', answer: { status: 204 },
      async handle({ organization, principal, actor, path, ifMatch }) {
        await deleteRole(parts, { organization, principal, actor, ifMatch }, path.role);
        return { status: 204 };
      },
    }),
  ];
}

function shown({ id, version, name, kind, permissions: stored, created_at, updated_at }: RoleTable): z.infer<typeof answer> {
  const held = kind === 'owner' ? permissions : permissionsOf(stored);
  return { id, version, name, kind, permissions: [...held], describe: [...describeRole(kind, held)], createdAt: isoTime(created_at), updatedAt: isoTime(updated_at) };
}
