import { PlatformError } from '../../errors/platform-error.ts';
import { changeOrganization } from '../records/organization-change.ts';
import { readRow, requireVersion, type EditedRow } from '../records/edited-record.ts';
import { patched, type Patch } from '../records/merge-patch.ts';
import { newId } from '../../store/new-id.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { Change } from '../workload-identity/write-config.ts';
import { checkSecretSource, secretSourceOf, stampOf } from './secret-source.ts';
import { checkVariable, type VariableDraft } from './variable-draft.ts';
import { removeVariable, writeVariable } from './write-variable.ts';

type VariableRow = EditedRow<'variable'>;
type EditedChange = Change & { readonly ifMatch: number | undefined };

export async function createVariable(parts: ResourceParts, change: Change, draft: VariableDraft): Promise<VariableRow> {
  const checked = checkVariable(draft);
  const id = newId(parts.randomBytes);
  return await whileItHolds(parts, change.organization, [{ id, draft: checked }], async () => {
    await writeVariable(parts, change, id, checked);
    return await readRow(parts.store, 'variable', change.organization, id);
  });
}

export async function updateVariable(parts: ResourceParts, change: EditedChange, id: string, patch: Patch<VariableDraft>): Promise<VariableRow> {
  const { organization } = change;
  const read = (): Promise<VariableRow> => readRow(parts.store, 'variable', organization, id);
  const row = await read();
  requireVersion(row, change.ifMatch);
  const checked = checkVariable(await patchedVariable(parts, row, patch), { hasValue: row.value !== null });
  return await whileItHolds(parts, organization, [{ id, draft: checked }], async () => {
    const now = await read();
    requireVersion(now, change.ifMatch);
    await writeVariable(parts, change, id, checked, now);
    return await read();
  });
}

export async function deleteVariable(parts: ResourceParts, change: EditedChange, id: string): Promise<void> {
  await changeOrganization(parts.store, change.organization, async () => {
    const row = await readRow(parts.store, 'variable', change.organization, id);
    requireVersion(row, change.ifMatch);
    await removeVariable(parts, change, row);
  });
}

/** The row as a draft; its value stays where it is. */
async function variableIn({ store: { db } }: Pick<ResourceParts, 'store'>, row: VariableRow): Promise<VariableDraft> {
  const chosen = row.automations === 'all' ? [] : await db.selectFrom('variable_assignment').select('automation_id').where('organization_id', '=', row.organization_id).where('variable_id', '=', row.id).orderBy('automation_id').execute();
  return {
    name: row.name, source: row.source, credentialId: row.credential_id, provider: row.provider, reference: row.reference, value: null, optional: row.optional === 1, encoding: row.encoding, sink: row.sink, allow: row.allow === 1,
    automations: row.automations === 'all' ? 'all' : chosen.map((each) => each.automation_id),
  };
}

/** What belongs to another source means nothing in the new one. */
export async function patchedVariable(parts: Pick<ResourceParts, 'store'>, row: VariableRow, patch: Patch<VariableDraft>): Promise<VariableDraft> {
  const current = await variableIn(parts, row);
  const of = { credentialId: null, provider: null, ...(patch.source === 'direct' ? { reference: null, optional: false, encoding: 'utf8', sink: 'environment' } as const : {}) };
  return patched(patch.source === undefined || patch.source === row.source ? current : { ...current, ...of }, patch);
}

const mostAttempts = 5;

/**
 * Checks sources with the provider host, which is too slow to be asked inside of a unit, and writes only if nothing of what was checked
 * changed meanwhile; else it checks again.
 */
export async function whileItHolds<T>(parts: Pick<ResourceParts, 'store' | 'host'>, organization: string, variables: readonly { readonly id: string; readonly draft: VariableDraft }[], write: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const stamps: string[] = [];
    for (const { id, draft } of variables) {
      const source = await secretSourceOf(parts.store, organization, id, draft);
      if (source !== undefined) await checkSecretSource(parts, id, draft, source);
      stamps.push(stampOf(source));
    }
    const result = await changeOrganization(parts.store, organization, async () => {
      for (const [index, { id, draft }] of variables.entries()) {
        if (stampOf(await secretSourceOf(parts.store, organization, id, draft)) !== stamps[index]) return undefined;
      }
      return { written: await write() };
    });
    if (result !== undefined) return result.written;
  }
  throw new PlatformError({ code: 'VERSION_CONFLICT', message: 'What the variable reads from is being changed by somebody else.' });
}
