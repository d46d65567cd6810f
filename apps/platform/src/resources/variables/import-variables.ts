import { PlatformError } from '../../errors/platform-error.ts';
import { CarnetError } from '@carnet/provider';
import { nameKey } from '../../store/prefix-range.ts';
import { InvalidRequest } from '../../http/problem.ts';
import { requireAutomation } from '../automations/require-automations.ts';
import { readRow, type EditedRow } from '../records/edited-record.ts';
import { newId } from '../../store/new-id.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { Change } from '../workload-identity/write-config.ts';
import { patchedVariable, whileItHolds } from './change-variable.ts';
import { checkSecretSource, secretSourceOf } from './secret-source.ts';
import { checkVariable, type VariableDraft } from './variable-draft.ts';
import { writeVariable } from './write-variable.ts';

/** One line of a `.env` file, and where its value comes from. */
export type ImportRow = Pick<VariableDraft, 'name' | 'source' | 'credentialId' | 'provider' | 'reference' | 'value' | 'allow'>;

export interface ImportedRow {
  readonly name: string;
  readonly action: 'create' | 'update' | 'refused';
  readonly problem: string | null;
}

export interface ImportRequest {
  readonly rows: readonly ImportRow[];
  /** Null: for all automations. */
  readonly automation: string | null;
  readonly dryRun: boolean;
}

interface CheckedRow {
  readonly id: string;
  readonly previous: EditedRow<'variable'> | undefined;
  readonly draft: VariableDraft;
}

/** Every row is told, and either all of them are written or none. */
export async function importVariables(parts: ResourceParts, change: Change, { rows, automation, dryRun }: ImportRequest): Promise<{ readonly applied: boolean; readonly rows: readonly ImportedRow[] }> {
  const { organization } = change;
  await requireAutomation(parts.store, organization, automation);
  const checked: CheckedRow[] = [];
  const told: ImportedRow[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    try {
      if (seen.has(nameKey(row.name))) throw new InvalidRequest(400, 'name: stands in the import twice.');
      seen.add(nameKey(row.name));
      const one = await checkedRow(parts, organization, row, automation);
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

async function checkedRow(parts: ResourceParts, organization: string, row: ImportRow, automation: string | null): Promise<CheckedRow> {
  const previous = await variableFor(parts, organization, row.name, automation);
  const fresh: VariableDraft = { ...row, optional: false, encoding: 'utf8', sink: 'environment', automations: automation === null ? 'all' : [automation] };
  const draft = checkVariable(previous === undefined ? fresh : await patchedVariable(parts, previous, row), { hasValue: previous !== undefined && previous.value !== null });
  if (previous !== undefined && automation !== null && draft.automations !== 'all' && draft.automations.length > 1) {
    throw new PlatformError({ code: 'NAME_TAKEN', message: `The variable '${row.name}' of this automation is that of others, too: change it by itself.` });
  }
  const id = previous?.id ?? newId(parts.randomBytes);
  const source = await secretSourceOf(parts.store, organization, id, draft);
  if (source !== undefined) await checkSecretSource(parts, id, draft, source);
  return { id, previous, draft };
}

async function variableFor({ store: { db } }: ResourceParts, organization: string, name: string, automation: string | null): Promise<EditedRow<'variable'> | undefined> {
  const assigned = db.selectFrom('variable_assignment').select('variable_id').where('organization_id', '=', organization).where('name_key', '=', nameKey(name)).where('automation_id', '=', automation ?? '*');
  return await db.selectFrom('variable').selectAll().where('organization_id', '=', organization).where('id', 'in', assigned).executeTakeFirst();
}
