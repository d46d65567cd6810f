import type { Holding } from '../access/holding.ts';
import { beyond, permissionsOf } from '../access/holding.ts';
import type { Permission } from '../access/permission.ts';
import type { Principal } from '../access/principal.ts';
import { holdingOf } from '../access/standing.ts';
import type { Actor } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { newId } from '../store/new-id.ts';
import { changeOrganization, notFound } from '../resources/records/organization-change.ts';
import { nameKey } from '../store/prefix-range.ts';
import type { RoleTable } from '../store/schema.ts';
import { isUniqueViolation } from '../store/storage-error.ts';
import { sorted } from './fields.ts';
import type { PeopleParts } from './people-parts.ts';

type Parts = Pick<PeopleParts, 'store' | 'audit' | 'now' | 'randomBytes'>;

/** Who changes something in an organization. */
export interface Change {
  readonly organization: string;
  readonly principal: Principal | undefined;
  readonly actor: Actor;
  readonly ifMatch?: number | undefined;
}

/** @throws PlatformError `RESOURCE_NOT_FOUND`, also for a role of another organization */
export async function readRole({ store }: Pick<Parts, 'store'>, organization: string, id: string): Promise<RoleTable> {
  const row = await store.db.selectFrom('organization_role').selectAll().where('organization_id', '=', organization).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('role');
  return row;
}

/**
 * Nobody gives what they do not have, and owners alone make owners.
 *
 * @throws PlatformError `ROLE_BEYOND_OWN`
 */
export function requireWithinOwn(holding: Holding, role: Pick<RoleTable, 'kind' | 'permissions'>): void {
  if (role.kind === 'owner' && !holding.owner) throw new PlatformError({ code: 'ROLE_BEYOND_OWN', message: 'Only an owner makes others owners.' });
  if (role.kind !== 'owner') requireHeld(holding, permissionsOf(role.permissions));
}

/** @throws PlatformError `ROLE_BEYOND_OWN` naming what is missing */
export function requireHeld(holding: Holding, given: readonly Permission[]): void {
  const missing = beyond(holding, given);
  if (missing.length > 0) throw new PlatformError({ code: 'ROLE_BEYOND_OWN', message: `Nobody gives a permission that they do not have: ${missing.join(', ')}.` });
}

export async function createRole(parts: Parts, { organization, principal, actor }: Change, { name, permissions }: { readonly name: string; readonly permissions: readonly Permission[] }): Promise<RoleTable> {
  const { store, audit, now, randomBytes } = parts;
  const at = now();
  const row: RoleTable = { id: newId(randomBytes), organization_id: organization, name, name_key: nameKey(name), version: 1, created_at: at, updated_at: at, permissions: JSON.stringify(sorted(permissions)), kind: 'custom' };
  await nameTaken(changeOrganization(store, organization, async () => {
    requireHeld(await holdingOf(store, principal, organization), permissions);
    await store.db.insertInto('organization_role').values(row).execute();
    await audit.append({ scope: organization, actor, action: 'role.created', target: { kind: 'role', id: row.id, name }, details: { permissions: sorted(permissions).join(' ') } });
  }));
  return row;
}

export async function updateRole(parts: Parts, { organization, principal, actor, ifMatch }: Change, id: string, { name, permissions }: { readonly name?: string | undefined; readonly permissions?: readonly Permission[] | undefined }): Promise<RoleTable> {
  const { store, audit, now } = parts;
  return await nameTaken(changeOrganization(store, organization, async () => {
    const row = await custom(parts, organization, id, ifMatch);
    const before = permissionsOf(row.permissions);
    const after = permissions ? sorted(permissions) : before;
    // What the role held before is not given now.
    requireHeld(await holdingOf(store, principal, organization), after.filter((permission) => !before.includes(permission)));
    const change = { name: name ?? row.name, name_key: nameKey(name ?? row.name), permissions: JSON.stringify(after), version: row.version + 1, updated_at: now() };
    await store.db.updateTable('organization_role').set(change).where('organization_id', '=', organization).where('id', '=', id).execute();
    await audit.append({ scope: organization, actor, action: 'role.changed', target: { kind: 'role', id, name: change.name }, details: { permissions: after.join(' '), before: before.join(' '), nameBefore: row.name } });
    return { ...row, ...change };
  }));
}

/** @throws PlatformError `RESOURCE_IN_USE` while a member or an open invitation has it */
export async function deleteRole(parts: Parts, { organization, actor, ifMatch }: Change, id: string): Promise<void> {
  const { store, audit, now } = parts;
  await changeOrganization(store, organization, async () => {
    const row = await custom(parts, organization, id, ifMatch);
    const members = await store.db.selectFrom('member').select(({ fn }) => fn.countAll<number>().as('count')).where('organization_id', '=', organization).where('role_id', '=', id).executeTakeFirstOrThrow();
    const open = await store.db.selectFrom('invitation').select(({ fn }) => fn.countAll<number>().as('count')).where('organization_id', '=', organization).where('role_id', '=', id)
      .where('accepted_at', 'is', null).where('revoked_at', 'is', null).where('expires_at', '>', now()).executeTakeFirstOrThrow();
    const [memberCount, invitationCount] = [Number(members.count), Number(open.count)];
    if (memberCount + invitationCount > 0) throw new PlatformError({ code: 'RESOURCE_IN_USE', message: `The role is used by members (${memberCount}) and open invitations (${invitationCount}).`, hint: 'Give the members another role, and revoke the invitations.' });
    await store.db.deleteFrom('organization_role').where('organization_id', '=', organization).where('id', '=', id).execute();
    await audit.append({ scope: organization, actor, action: 'role.deleted', target: { kind: 'role', id, name: row.name } });
  });
}

async function custom(parts: Parts, organization: string, id: string, ifMatch: number | undefined): Promise<RoleTable> {
  const row = await readRole(parts, organization, id);
  if (row.kind !== 'custom') throw new PlatformError({ code: 'ROLE_FIXED' });
  if (row.version !== ifMatch) throw new PlatformError({ code: 'VERSION_CONFLICT' });
  return row;
}

async function nameTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isUniqueViolation(error, 'organization_role_name')) throw new PlatformError({ code: 'NAME_TAKEN', message: 'There is another role of this name.' });
    throw error;
  }
}
