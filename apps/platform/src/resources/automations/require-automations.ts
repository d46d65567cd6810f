import type { Store } from '../../store/store.ts';
import { refuseField, refuseFields } from '../records/field-problems.ts';

/** Inside of a change. Each is one of the organization, and not archived. @throws InvalidRequest */
export async function requireAutomations(store: Pick<Store, 'db'>, organization: string, ids: readonly string[]): Promise<void> {
  const known = await livingOf(store, organization, ids);
  refuseFields(ids.flatMap((id, index) => (known.has(id) ? [] : [{ field: `automations.${index}`, message }])));
}

/** The one that a request names, where it names one. @throws InvalidRequest */
export async function requireAutomation(store: Pick<Store, 'db'>, organization: string, id: string | null | undefined): Promise<void> {
  if (typeof id === 'string' && !(await livingOf(store, organization, [id])).has(id)) refuseField('automation', message);
}

const message = 'is no automation of this organization';

async function livingOf({ db }: Pick<Store, 'db'>, organization: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom('automation').select('id').where('organization_id', '=', organization).where('id', 'in', [...new Set(ids)]).where('archived_at', 'is', null).execute();
  return new Set(rows.map(({ id }) => id));
}
