import type { EditedRow } from '../records/edited-record.ts';
import { isoTime } from '../../http/iso-time.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { EffectiveVariable } from './effective-variables.ts';

/** A page of variables. Of a direct value it is told that there is one. */
export async function shownVariables({ store: { db } }: Pick<ResourceParts, 'store'>, organization: string, rows: readonly EditedRow<'variable'>[]): Promise<readonly object[]> {
  if (rows.length === 0) return [];
  const assigned = Map.groupBy(
    await db.selectFrom('variable_assignment').select(['variable_id', 'automation_id']).where('organization_id', '=', organization).where('variable_id', 'in', rows.map(({ id }) => id)).orderBy('automation_id').execute(),
    (row) => row.variable_id,
  );
  return rows.map((row) => ({
    id: row.id, version: row.version, name: row.name, source: row.source, credentialId: row.credential_id, provider: row.provider, reference: row.reference, hasValue: row.value !== null,
    optional: row.optional === 1, encoding: row.encoding, sink: row.sink, allow: row.allow === 1,
    automations: row.automations === 'all' ? 'all' : (assigned.get(row.id) ?? []).map((each) => each.automation_id), createdAt: isoTime(row.created_at), updatedAt: isoTime(row.updated_at),
  }));
}

/** As an automation gets it, with what stops it. */
export function shownEffective({ id, name, source, credentialId, provider, reference, optional, encoding, sink, allow, overrides }: EffectiveVariable): object {
  return { id, name, source, credentialId, provider, reference, optional, encoding, sink, allow, overrides, problem: source !== 'direct' && credentialId === null ? 'no credential found' : null };
}
