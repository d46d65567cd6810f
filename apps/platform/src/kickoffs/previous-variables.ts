import type { Selectable } from 'kysely';
import type { KickoffVariableTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

type VariableRow = Selectable<KickoffVariableTable>;

/** Of each of these variables of an automation what the run before `at` had. */
export async function previousVariables({ db }: Pick<Store, 'db'>, organization: string, automation: string, names: readonly string[], at: number): Promise<ReadonlyMap<string, VariableRow>> {
  if (names.length === 0) return new Map();
  const rows = await db.selectFrom('kickoff_variable as variable').selectAll()
    .where('organization_id', '=', organization).where('automation_id', '=', automation).where('name', 'in', names)
    .where('at', '=', ({ selectFrom }) => selectFrom('kickoff_variable as earlier').select(({ fn }) => fn.max('earlier.at').as('at'))
      .whereRef('earlier.organization_id', '=', 'variable.organization_id').whereRef('earlier.automation_id', '=', 'variable.automation_id').whereRef('earlier.name', '=', 'variable.name').where('earlier.at', '<', at))
    .execute();
  return new Map(rows.map((row) => [row.name, row]));
}

/** Whether the fingerprint is another one than before; null where there was none to compare with. */
export function changedSince(previous: Pick<VariableRow, 'fingerprint'> | undefined, fingerprint: string | null): boolean | null {
  if (previous === undefined) return null;
  return previous.fingerprint !== fingerprint;
}
