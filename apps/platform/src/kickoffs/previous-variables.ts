import { sql } from 'kysely';
import type { Store } from '../store/store.ts';

export interface PreviousVariable {
  readonly name: string;
  readonly fingerprint: string | null;
  readonly version: string | null;
}

/**
 * Of each of these variables of an automation what the run before `at` had. Local runs do not count: what they had is told by somebody's own machine.
 * One look into an index for each name, however many runs there were.
 */
export async function previousVariables({ db }: Pick<Store, 'db'>, organization: string, automation: string, names: readonly string[], at: number): Promise<ReadonlyMap<string, PreviousVariable>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<PreviousVariable>`
    with wanted (name) as (values ${sql.join(names.map((name) => sql`(cast(${name} as text))`))})
    select variable.name, variable.fingerprint, variable.version from wanted join kickoff_variable variable on variable.name = wanted.name and variable.kickoff_id = (
      select earlier.kickoff_id from kickoff_variable earlier join kickoff on kickoff.id = earlier.kickoff_id
      where earlier.organization_id = ${organization} and earlier.automation_id = ${automation} and earlier.name = wanted.name and earlier.at < ${at} and kickoff.kind = 'deployment'
      order by earlier.at desc, earlier.kickoff_id desc limit 1)`.execute(db);
  return new Map(rows.map((row) => [row.name, row]));
}

/** Whether the fingerprint is another one than before; null where there was none to compare with. */
export function changedSince(previous: Pick<PreviousVariable, 'fingerprint'> | undefined, fingerprint: string | null): boolean | null {
  return previous === undefined ? null : previous.fingerprint !== fingerprint;
}
