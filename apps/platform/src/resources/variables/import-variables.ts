import { PlatformError } from '../../errors/platform-error.ts';
import { CarnetError } from '@carnet/provider';
import { nameKey } from '../../store/prefix-range.ts';
import { InvalidRequest } from '../../http/problem.ts';
import { requireAutomations } from '../automations/require-automations.ts';
import { readRow, type EditedRow } from '../records/edited-record.ts';
import { newId } from '../../store/new-id.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { Change } from '../workload-identity/write-config.ts';
import { patchedVariable, whileItHolds } from './change-variable.ts';
import { checkSecretSource, secretSourceOf } from './secret-source.ts';
import { checkVariable, type VariableDraft } from './variable-draft.ts';
import { writeVariable } from './write-variable.ts';

/** One line of a `.env` file, and where its value comes from. */
export interface ImportRow extends Pick<VariableDraft, 'name' | 'source' | 'credentialId' | 'provider' | 'reference' | 'value'> {
  /** Left out: as it is stored. */
  readonly allow?: boolean | undefined;
}

export interface ImportedRow {
  readonly name: string;
  readonly action: 'create' | 'update' | 'refused';
  readonly problem: string | null;
}

export interface ImportRequest {
  readonly rows: readonly ImportRow[];
  readonly automations: VariableDraft['automations'];
  readonly dryRun: boolean;
}

interface CheckedRow {
  readonly id: string;
  readonly previous: EditedRow<'variable'> | undefined;
  readonly draft: VariableDraft;
}

/** Every row is told, and either all of them are written or none. */
export async function importVariables(parts: ResourceParts, change: Change, { rows, automations, dryRun }: ImportRequest): Promise<{ readonly applied: boolean; readonly rows: readonly ImportedRow[] }> {
  const { organization } = change;
  if (automations !== 'all') await requireAutomations(parts.store, organization, automations);
  const checked: CheckedRow[] = [];
  const told: ImportedRow[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    try {
      if (seen.has(nameKey(row.name))) throw new InvalidRequest(400, 'name: stands in the import twice.');
      seen.add(nameKey(row.name));
      const one = await checkedRow(parts, organization, row, automations);
      checked.push(one);
      told.push({ name: row.name, action: one.previous === undefined ? 'create' : 'update', problem: null });
    } catch (error) {
      if (!(error instanceof InvalidRequest || error instanceof PlatformError || CarnetError.isInstance(error))) throw error;
      told.push({ name: row.name, action: 'refused', problem: error.message });
    }
  }
  if (dryRun || told.some(({ action }) => action === 'refused')) return { applied: false, rows: told };
  await whileItHolds(parts, organization, checked, async () => {
    for (const { id, draft, previous } of checked) {
      const now = previous === undefined ? undefined : await readRow(parts.store, 'variable', organization, id);
      if (now?.version !== previous?.version) throw new PlatformError({ code: 'VERSION_CONFLICT', message: `The variable '${draft.name}' was changed meanwhile.` });
      await writeVariable(parts, change, id, draft, now);
    }
  });
  return { applied: true, rows: told };
}

async function checkedRow(parts: ResourceParts, organization: string, row: ImportRow, automations: VariableDraft['automations']): Promise<CheckedRow> {
  const [previous, ...others] = await variablesFor(parts, organization, row.name, automations);
  const fresh: VariableDraft = { ...row, allow: row.allow ?? false, optional: false, encoding: 'utf8', sink: 'environment', automations };
  const draft = checkVariable(previous === undefined ? fresh : await patchedVariable(parts, previous, row), { hasValue: previous !== undefined && previous.value !== null });
  if (others.length > 0 || !isSameChoice(draft.automations, automations)) {
    throw new PlatformError({ code: 'NAME_TAKEN', message: `The variable '${row.name}' is not of the same automations: change it by itself.` });
  }
  const id = previous?.id ?? newId(parts.randomBytes);
  const source = await secretSourceOf(parts.store, organization, id, draft);
  if (source !== undefined) await checkSecretSource(parts, id, draft, source);
  return { id, previous, draft };
}

/** All that an automation of these has under the name. */
async function variablesFor({ store: { db } }: ResourceParts, organization: string, name: string, automations: VariableDraft['automations']): Promise<readonly EditedRow<'variable'>[]> {
  const assigned = db.selectFrom('variable_assignment').select('variable_id').where('organization_id', '=', organization).where('name_key', '=', nameKey(name)).where('automation_id', 'in', automations === 'all' ? ['*'] : automations);
  return await db.selectFrom('variable').selectAll().where('organization_id', '=', organization).where('id', 'in', assigned).execute();
}

function isSameChoice(left: VariableDraft['automations'], right: VariableDraft['automations']): boolean {
  if (left === 'all' || right === 'all') return left === right;
  return left.every((id) => right.includes(id)) && right.every((id) => left.includes(id));
}
