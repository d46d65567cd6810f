import { holdingOf } from '../access/standing.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { changeOrganization, notFound } from '../resources/records/organization-change.ts';
import type { Store } from '../store/store.ts';
import type { PeopleParts } from './people-parts.ts';
import { readRole, requireWithinOwn, type Change } from './roles.ts';

type Parts = Pick<PeopleParts, 'store' | 'audit' | 'now'>;

/** A member with the names that a list shows. */
export interface MemberRow {
  readonly id: string;
  readonly user_id: string;
  readonly version: number;
  readonly created_at: number;
  readonly user_name: string;
  readonly email: string;
  readonly role_id: string;
  readonly role_name: string;
  readonly role_kind: 'owner' | 'member' | 'custom';
  readonly permissions: string;
}

/** All members of an organization, with their users and roles. */
function membersOf({ db }: Pick<Store, 'db'>, organization: string) {
  return db
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.user_id')
    .innerJoin('organization_role', (join) => join.onRef('organization_role.id', '=', 'member.role_id').onRef('organization_role.organization_id', '=', 'member.organization_id'))
    .select(['member.id', 'member.user_id', 'member.version', 'member.created_at', 'member.role_id', 'user.name as user_name', 'user.email', 'organization_role.name as role_name', 'organization_role.kind as role_kind', 'organization_role.permissions'])
    .where('member.organization_id', '=', organization);
}

/** Up to `limit` members in the order in which they came, after a position. */
export async function listMembers({ store }: Pick<Parts, 'store'>, organization: string, after: readonly [createdAt: number, id: string] | undefined, limit: number): Promise<readonly MemberRow[]> {
  let query = membersOf(store, organization).orderBy('member.created_at').orderBy('member.id').limit(limit);
  if (after) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('member.created_at', 'member.id'), '>', tuple(...after)));
  return await query.execute();
}

/** @throws PlatformError `RESOURCE_NOT_FOUND` */
export async function readMember({ store }: Pick<Parts, 'store'>, organization: string, id: string): Promise<MemberRow> {
  const row = await membersOf(store, organization).where('member.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('member');
  return row;
}

/** @throws PlatformError `ROLE_BEYOND_OWN`, `LAST_OWNER`, `VERSION_CONFLICT`, `RESOURCE_NOT_FOUND` */
export async function changeMember(parts: Parts, { organization, principal, actor, ifMatch }: Change, id: string, roleId: string): Promise<MemberRow> {
  const { store, audit, now } = parts;
  return await changeOrganization(store, organization, async () => {
    const member = await readMember(parts, organization, id);
    if (member.version !== ifMatch) throw new PlatformError({ code: 'VERSION_CONFLICT' });
    const role = await readRole(parts, organization, roleId);
    const holding = await holdingOf(store, principal, organization);
    requireOwnerForOwner(holding, member);
    requireWithinOwn(holding, role);
    if (role.kind !== 'owner') await requireAnotherOwner(parts, organization, member);
    await store.db.updateTable('member').set({ role_id: roleId, version: member.version + 1, updated_at: now() }).where('organization_id', '=', organization).where('id', '=', id).execute();
    await audit.append({ scope: organization, actor, action: 'member.role_changed', target: { kind: 'member', id, name: member.email }, details: { role: role.name, before: member.role_name } });
    return { ...member, version: member.version + 1, role_id: role.id, role_name: role.name, role_kind: role.kind, permissions: role.permissions };
  });
}

/** Removes a member, and ends the API and join tokens that they made: nobody leaves with one in the pocket. @throws PlatformError `ROLE_BEYOND_OWN`, `LAST_OWNER`, `VERSION_CONFLICT`, `RESOURCE_NOT_FOUND` */
export async function removeMember(parts: Parts, { organization, principal, actor, ifMatch }: Change, id: string): Promise<void> {
  const { store } = parts;
  await changeOrganization(store, organization, async () => {
    const member = await readMember(parts, organization, id);
    if (member.version !== ifMatch) throw new PlatformError({ code: 'VERSION_CONFLICT' });
    requireOwnerForOwner(await holdingOf(store, principal, organization), member);
    await remove(parts, { organization, actor }, member, 'member.removed');
  });
}

/** A member goes. @throws PlatformError `LAST_OWNER` */
export async function leaveOrganization(parts: Parts, { organization, principal, actor }: Change): Promise<void> {
  const { store } = parts;
  if (principal?.kind !== 'person') throw new PlatformError({ code: 'CREDENTIAL_KIND_WRONG', hint: 'Use the session of a person.' });
  await changeOrganization(store, organization, async () => {
    const member = await membersOf(store, organization).where('member.user_id', '=', principal.userId).executeTakeFirst();
    if (!member) throw notFound('member');
    await remove(parts, { organization, actor }, member, 'member.left');
  });
}

async function remove(parts: Parts, { organization, actor }: Pick<Change, 'organization' | 'actor'>, member: MemberRow, action: string): Promise<void> {
  const { store: { db }, audit, now } = parts;
  await requireAnotherOwner(parts, organization, member);
  await db.deleteFrom('member').where('organization_id', '=', organization).where('id', '=', member.id).execute();
  // Without this they would come to life with the next membership of the same person.
  const { numUpdatedRows } = await db.updateTable('machine_token').set({ revoked_at: now() }).where('organization_id', '=', organization).where('kind', 'in', ['api', 'join']).where('used_at', 'is', null).where('created_by', '=', member.user_id).where('revoked_at', 'is', null).executeTakeFirst();
  await audit.append({ scope: organization, actor, action, target: { kind: 'member', id: member.id, name: member.email }, details: { role: member.role_name, tokensRevoked: Number(numUpdatedRows) } });
}

function requireOwnerForOwner(holding: { readonly owner: boolean }, member: MemberRow): void {
  if (member.role_kind === 'owner' && !holding.owner) throw new PlatformError({ code: 'ROLE_BEYOND_OWN', message: 'Only an owner changes or removes an owner.' });
}

/** The organization is locked: of two owners who go at once, the second one is the last. */
async function requireAnotherOwner({ store }: Pick<Parts, 'store'>, organization: string, member: MemberRow): Promise<void> {
  if (member.role_kind !== 'owner') return;
  const other = await membersOf(store, organization).where('organization_role.kind', '=', 'owner').where('member.id', '!=', member.id).limit(1).executeTakeFirst();
  if (!other) throw new PlatformError({ code: 'LAST_OWNER' });
}
