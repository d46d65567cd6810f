import { PlatformError } from '../../errors/platform-error.ts';
import { requireAutomations } from '../automations/require-automations.ts';
import { editedRow, newRow, type EditedRow } from '../records/edited-record.ts';
import { nameKey as keyOf } from '../../store/prefix-range.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { Change } from '../workload-identity/write-config.ts';
import { valuePlace } from './effective-variables.ts';
import type { VariableDraft } from './variable-draft.ts';

type WriteParts = Pick<ResourceParts, 'store' | 'audit' | 'now' | 'sealer'>;
type VariableRow = EditedRow<'variable'>;

/** Inside of a change of the organization. Without a previous row it is added. */
export async function writeVariable(parts: WriteParts, { organization, actor }: Change, id: string, variable: VariableDraft, previous?: VariableRow): Promise<void> {
  const { store: { db }, sealer, audit, now } = parts;
  if (variable.automations !== 'all') await requireAutomations(parts.store, organization, variable.automations);
  const nameKey = keyOf(variable.name);
  const assigned = variable.automations === 'all' ? ['*'] : [...new Set(variable.automations)];
  await requireFreeInAutomations(parts, organization, { id, nameKey, assigned });
  const sealed = variable.value === null ? undefined : sealer.seal(Buffer.from(variable.value), valuePlace(organization, id));
  const columns = {
    source: variable.source, credential_id: variable.credentialId, provider: variable.provider, reference: variable.reference, value: variable.source === 'direct' ? sealed ?? previous?.value ?? null : null,
    optional: variable.optional ? 1 : 0, encoding: variable.encoding, sink: variable.sink, allow: variable.allow ? 1 : 0, automations: variable.automations === 'all' ? 'all' as const : 'chosen' as const,
  };
  const at = now();
  if (previous === undefined) await db.insertInto('variable').values({ ...newRow({ id, name: variable.name }, organization, at), ...columns }).execute();
  else await db.updateTable('variable').set({ ...editedRow(variable, previous, at), ...columns }).where('organization_id', '=', organization).where('id', '=', id).execute();
  await db.deleteFrom('variable_assignment').where('organization_id', '=', organization).where('variable_id', '=', id).execute();
  if (assigned.length > 0) await db.insertInto('variable_assignment').values(assigned.map((automation) => ({ organization_id: organization, name_key: nameKey, automation_id: automation, variable_id: id }))).execute();
  await audit.append({
    scope: organization, actor, action: previous === undefined ? 'variable.created' : 'variable.updated', target: { kind: 'variable', id, name: variable.name },
    details: {
      source: variable.source, credential: variable.credentialId, provider: variable.provider, reference: variable.reference, valueChanged: sealed !== undefined,
      optional: variable.optional, sink: variable.sink, allow: variable.allow, automations: variable.automations === 'all' ? 'all' : assigned.length,
    },
  });
}

/** Inside of a change of the organization. */
export async function removeVariable({ store: { db }, audit }: Pick<WriteParts, 'store' | 'audit'>, { organization, actor }: Change, { id, name }: VariableRow): Promise<void> {
  await db.deleteFrom('variable_assignment').where('organization_id', '=', organization).where('variable_id', '=', id).execute();
  await db.deleteFrom('variable').where('organization_id', '=', organization).where('id', '=', id).execute();
  await audit.append({ scope: organization, actor, action: 'variable.deleted', target: { kind: 'variable', id, name } });
}

/** A name stands once in each automation, in whatever case, and once for all of them. */
async function requireFreeInAutomations({ store: { db } }: WriteParts, organization: string, { id, nameKey, assigned }: { readonly id: string; readonly nameKey: string; readonly assigned: readonly string[] }): Promise<void> {
  if (assigned.length === 0) return;
  const taken = await db.selectFrom('variable_assignment').innerJoin('variable', 'variable.id', 'variable_assignment.variable_id').select(['variable.id as id', 'variable.name as name', 'variable_assignment.automation_id as automation'])
    .where('variable_assignment.organization_id', '=', organization).where('variable_assignment.name_key', '=', nameKey).where('variable_assignment.automation_id', 'in', assigned).where('variable_assignment.variable_id', '!=', id).execute();
  const [first] = taken;
  if (first === undefined) return;
  throw new PlatformError({
    code: 'NAME_TAKEN', message: `There is another variable '${first.name}' for ${first.automation === '*' ? 'all automations' : 'an automation of this one'}.`,
    problems: taken.map(({ automation }) => ({ field: automation === '*' ? 'name' : `automations.${automation}`, message: 'has a variable of this name' })),
  });
}
