import { CarnetError } from '@carnet/provider';
import type { FieldProblem } from '../../errors/platform-error.ts';
import type { HostedCredential } from '../../provider-host/provider-host.ts';
import type { Store } from '../../store/store.ts';
import { refuseFields } from '../records/field-problems.ts';
import type { EditedRow } from '../records/edited-record.ts';
import type { ResourceParts } from '../resource-parts.ts';

/** A variable that reads through a credential. */
export interface Reader {
  readonly id: string;
  readonly nameKey: string;
  readonly reference: string;
  readonly automations: 'all' | readonly string[];
}

/** All that read through it. */
export async function readersOf({ db }: Store, { organization_id, id, provider, is_default }: Pick<EditedRow<'credential'>, 'organization_id' | 'id' | 'provider' | 'is_default'>): Promise<readonly Reader[]> {
  const rows = await db.selectFrom('variable').select(['id', 'name_key', 'reference', 'automations']).where('organization_id', '=', organization_id)
    .where((condition) => condition.or([
      condition('credential_id', '=', id),
      ...(is_default === 1 ? [condition.and([condition('source', '=', 'default'), condition('provider', '=', provider)])] : []),
    ])).orderBy('id').execute();
  const chosen = rows.some(({ automations }) => automations === 'chosen')
    ? Map.groupBy(await db.selectFrom('variable_assignment').select(['variable_id', 'automation_id']).where('organization_id', '=', organization_id).where('automation_id', '!=', '*').orderBy('automation_id').execute(), (row) => row.variable_id)
    : new Map<string, { automation_id: string }[]>();
  return rows.flatMap(({ id: reader, name_key: nameKey, reference, automations }) => (reference === null ? [] : [{ id: reader, nameKey, reference, automations: automations === 'all' ? 'all' as const : (chosen.get(reader) ?? []).map((row) => row.automation_id) }]));
}

/**
 * Whether the store takes the reference, and reads no other variable of the same automation under another spelling.
 *
 * @returns whether none of the others collide either
 * @throws InvalidRequest, CarnetError `SECRET_NAME_COLLISION`
 */
export async function requireDistinct({ host }: Pick<ResourceParts, 'host'>, organization: string, credential: HostedCredential, reader: Reader, others: readonly Reader[]): Promise<boolean> {
  const problems = async (references: readonly string[]): Promise<readonly FieldProblem[]> => (await host.validate(organization, credential, [...new Set(references)])).filter(({ field }) => field.startsWith('references'));
  const everything = [reader.reference, ...others.map(({ reference }) => reference)];
  if ((await problems(everything)).length === 0) return true;
  refuseFields((await problems([reader.reference])).map(({ message }) => ({ field: 'reference', message })));
  for (const group of groupsOf(reader, others)) {
    const [collision] = await problems(group);
    if (collision !== undefined) throw new CarnetError({ code: 'SECRET_NAME_COLLISION', step: 'configure', message: collision.message });
  }
  return false;
}

/** The references that one automation reads, for each automation of the reader. */
function groupsOf(reader: Reader, others: readonly Reader[]): readonly (readonly string[])[] {
  const automations = reader.automations === 'all' ? ['*', ...new Set(others.flatMap((other) => (other.automations === 'all' ? [] : other.automations)))] : reader.automations;
  return automations.map((automation) => {
    const own = others.filter((other) => other.automations !== 'all' && other.automations.includes(automation));
    const ofAll = others.filter((other) => other.automations === 'all' && other.nameKey !== reader.nameKey && !own.some(({ nameKey }) => nameKey === other.nameKey));
    // In an automation that has its own variable of this name, the reader is not read at all.
    return own.some(({ nameKey }) => nameKey === reader.nameKey) ? [] : [reader.reference, ...own.map(({ reference }) => reference), ...ofAll.map(({ reference }) => reference)];
  });
}
