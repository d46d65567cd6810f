import type { Actor, AuditRecord } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { newId } from '../store/new-id.ts';
import { changeOrganization, notFound } from '../resources/records/organization-change.ts';
import { nameKey } from '../store/prefix-range.ts';
import type { OrganizationTable } from '../store/schema.ts';
import { isUniqueViolation } from '../store/storage-error.ts';
import { memberPermissions } from './default-roles.ts';
import type { PeopleParts } from './people-parts.ts';

type Parts = Pick<PeopleParts, 'store' | 'audit' | 'sealer' | 'now' | 'randomBytes'>;

/**
 * Makes an organization with its roles `owner` and `member`, and its first owner.
 *
 * @throws PlatformError `NAME_TAKEN`
 */
export async function createOrganization({ store, audit, sealer, now, randomBytes }: Parts, { name, owner }: { readonly name: string; readonly owner: string }, actor: Actor): Promise<OrganizationTable> {
  const at = now();
  const id = newId(randomBytes);
  const times = { version: 1, created_at: at, updated_at: at };
  const row: OrganizationTable = {
    id, name, name_key: nameKey(name), ...times, deleted_at: null,
    fingerprint_key: sealer.seal(randomBytes(32), { table: 'organization', organization: id, row: id, column: 'fingerprint_key' }),
  };
  const ownerRole = newId(randomBytes);
  const role = (roleId: string, kind: 'owner' | 'member', permissions: readonly string[]) => ({ id: roleId, organization_id: id, name: kind, name_key: kind, ...times, permissions: JSON.stringify(permissions), kind });
  await nameTaken(store.unit(async () => {
    await store.db.insertInto('organization').values(row).execute();
    await store.db.insertInto('organization_role').values([role(ownerRole, 'owner', []), role(newId(randomBytes), 'member', memberPermissions)]).execute();
    await store.db.insertInto('member').values({ id: newId(randomBytes), organization_id: id, user_id: owner, role_id: ownerRole, ...times }).execute();
    await audit.append(...both(id, { actor, action: 'organization.created', target: { kind: 'organization', id, name }, details: { owner } }));
  }));
  return row;
}

/** @throws PlatformError `RESOURCE_NOT_FOUND` */
export async function readOrganization({ store }: Pick<Parts, 'store'>, id: string): Promise<OrganizationTable> {
  const row = await store.db.selectFrom('organization').selectAll().where('id', '=', id).where('deleted_at', 'is', null).executeTakeFirst();
  if (!row) throw notFound('organization');
  return row;
}

/** @throws PlatformError `VERSION_CONFLICT`, `NAME_TAKEN` */
export async function renameOrganization(parts: Parts, id: string, { name, ifMatch }: { readonly name: string; readonly ifMatch: number | undefined }, actor: Actor): Promise<OrganizationTable> {
  const { store, audit, now } = parts;
  return await nameTaken(changeOrganization(store, id, async () => {
    const row = await readOrganization(parts, id);
    if (row.version !== ifMatch) throw new PlatformError({ code: 'VERSION_CONFLICT' });
    const change = { name, name_key: nameKey(name), version: row.version + 1, updated_at: now() };
    await store.db.updateTable('organization').set(change).where('id', '=', id).execute();
    await audit.append(...both(id, { actor, action: 'organization.renamed', target: { kind: 'organization', id, name }, details: { before: row.name } }));
    return { ...row, ...change };
  }));
}

/**
 * Leaves a tombstone: the name is free, the id is never given again, and no session, token or worker opens anything in it. Its kickoffs
 * end, and what was sealed for it is destroyed. Its audit log stays.
 *
 * @throws PlatformError `VERSION_CONFLICT`
 */
export async function deleteOrganization(parts: Parts, id: string, ifMatch: number | undefined, actor: Actor): Promise<void> {
  const { store, audit, now } = parts;
  await changeOrganization(store, id, async () => {
    const row = await readOrganization(parts, id);
    if (row.version !== ifMatch) throw new PlatformError({ code: 'VERSION_CONFLICT' });
    const at = now();
    await store.db.updateTable('organization').set({ deleted_at: at, version: row.version + 1, updated_at: at }).where('id', '=', id).execute();
    await store.db.updateTable('machine_token').set({ revoked_at: at }).where('organization_id', '=', id).where('revoked_at', 'is', null).execute();
    const kickoffsCancelled = await cancelAll(store, id, at);
    await destroySealed(store, id);
    await audit.append(...both(id, { actor, action: 'organization.deleted', target: { kind: 'organization', id, name: row.name }, details: { kickoffsCancelled } }));
  });
}

/** A worker that runs one learns with its next heartbeat that its token is over, and stops the command. */
async function cancelAll(store: PeopleParts['store'], organization: string, at: number): Promise<number> {
  const { db } = store;
  const unfinished = db.selectFrom('kickoff').select('id').where('organization_id', '=', organization).where('status', 'in', ['queued', 'claimed', 'running']).orderBy('id');
  const held = await (store.kind === 'postgres' ? unfinished.forUpdate() : unfinished).execute();
  // Those alone: one that came since may be held by somebody who waits for the audit log, which this has by then. It ends with the next sweep.
  if (held.length > 0) {
    store.withCommit(db.updateTable('kickoff').set(({ eb }) => ({ status: 'cancelled', ended_at: at, lease_expires_at: null, fence: eb('fence', '+', 1) })).where('id', 'in', held.map(({ id }) => id)));
  }
  return held.length;
}

async function destroySealed({ db }: PeopleParts['store'], organization: string): Promise<void> {
  await db.deleteFrom('deployment_value').where('organization_id', '=', organization).execute();
  await db.deleteFrom('worker_task').where('organization_id', '=', organization).execute();
  await db.updateTable('credential').set({ secrets: null, secret_names: '[]' }).where('organization_id', '=', organization).where('secrets', 'is not', null).execute();
  await db.updateTable('variable').set({ value: null }).where('organization_id', '=', organization).where('value', 'is not', null).execute();
  await db.updateTable('organization').set({ fingerprint_key: '' }).where('id', '=', organization).execute();
}

/** What concerns the platform as well as the organization stands in both chains. */
function both(organization: string, record: Omit<AuditRecord, 'scope'>): readonly AuditRecord[] {
  return [{ scope: organization, ...record }, { scope: 'platform', ...record }];
}

async function nameTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isUniqueViolation(error, 'organization_name')) throw new PlatformError({ code: 'NAME_TAKEN', message: 'There is another organization of this name.' });
    throw error;
  }
}
