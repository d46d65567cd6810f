import type { Selectable } from 'kysely';
import { PlatformError } from '../../errors/platform-error.ts';
import type { Database } from '../../store/schema.ts';
import { nameKey } from '../../store/prefix-range.ts';
import type { Store } from '../../store/store.ts';
import { notFound } from './organization-change.ts';

/** The tables of this folder, and what a person calls a row of each. */
const titles = { workload_identity_config: 'workload identity config', credential: 'credential', variable: 'variable', automation: 'automation' } as const;

export type EditedTable = keyof typeof titles;

export type EditedRow<T extends EditedTable> = Selectable<Database[T]>;

/** @throws PlatformError `RESOURCE_NOT_FOUND`, also for a row of another organization */
export async function readRow<T extends EditedTable>({ db }: Store, table: T, organization: string, id: string): Promise<EditedRow<T>> {
  // The four tables share the columns that are named here, which is more than the types of a union can say.
  const row = await db.selectFrom(table as 'automation').selectAll().where('organization_id', '=', organization).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw notFound(titles[table]);
  return row as unknown as EditedRow<T>;
}

/** @throws PlatformError `VERSION_CONFLICT` */
export function requireVersion(row: { readonly version: number }, ifMatch: number | undefined): void {
  if (row.version !== ifMatch) throw new PlatformError({ code: 'VERSION_CONFLICT' });
}

/** Inside of the unit that writes it. @throws PlatformError `NAME_TAKEN` */
export async function requireFreeName({ db }: Store, table: 'workload_identity_config' | 'credential' | 'automation', organization: string, { id, name }: { readonly id: string; readonly name: string }): Promise<void> {
  let query = db.selectFrom(table as 'automation').select('id').where('organization_id', '=', organization).where('name_key', '=', nameKey(name)).where('id', '!=', id);
  if (table === 'automation') query = query.where('archived_at', 'is', null);
  if (await query.executeTakeFirst() !== undefined) throw new PlatformError({ code: 'NAME_TAKEN', message: `There is another ${titles[table]} of this name.`, problems: [{ field: 'name', message: 'is taken' }] });
}

/** The columns that every row has when it is made. */
export function newRow({ id, name }: { readonly id: string; readonly name: string }, organization: string, now: number): { id: string; organization_id: string; name: string; name_key: string; version: number; created_at: number; updated_at: number } {
  return { id, organization_id: organization, name, name_key: nameKey(name), version: 1, created_at: now, updated_at: now };
}

/** The columns that change with every edit. */
export function editedRow({ name }: { readonly name: string }, previous: { readonly version: number }, now: number): { name: string; name_key: string; version: number; updated_at: number } {
  return { name, name_key: nameKey(name), version: previous.version + 1, updated_at: now };
}
