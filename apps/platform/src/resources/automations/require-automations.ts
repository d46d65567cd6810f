import type { Store } from '../../store/store.ts';
import { refuseFields } from '../records/field-problems.ts';

/** Inside of a change. Each is one of the organization, and not archived. @throws InvalidRequest */
export async function requireAutomations({ db }: Store, organization: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await db.selectFrom('automation').select('id').where('organization_id', '=', organization).where('id', 'in', [...new Set(ids)]).where('archived_at', 'is', null).execute();
  const known = new Set(rows.map(({ id }) => id));
  refuseFields(ids.flatMap((id, index) => (known.has(id) ? [] : [{ field: `automations.${index}`, message: 'is no automation of this organization' }])));
}
