import { notFound, changeOrganization } from '../records/organization-change.ts';
import { textsIn } from '../records/json-columns.ts';
import { editedRow, newRow, readRow, requireFreeName, requireVersion, type EditedRow } from '../records/edited-record.ts';
import { patched, type Patch } from '../records/merge-patch.ts';
import { newId } from '../../store/new-id.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { Change } from '../workload-identity/write-config.ts';
import { checkAutomation, type AutomationDraft } from './automation-draft.ts';

type AutomationRow = EditedRow<'automation'>;
type EditedChange = Change & { readonly ifMatch: number | undefined };
type WriteParts = Pick<ResourceParts, 'store' | 'audit' | 'now'>;

export async function createAutomation(parts: WriteParts & Pick<ResourceParts, 'randomBytes'>, change: Change, draft: AutomationDraft): Promise<AutomationRow> {
  const checked = checkAutomation(draft);
  const id = newId(parts.randomBytes);
  return await changeOrganization(parts.store, change.organization, async () => {
    await writeAutomation(parts, change, id, checked);
    return await readRow(parts.store, 'automation', change.organization, id);
  });
}

export async function updateAutomation(parts: WriteParts, change: EditedChange, id: string, patch: Patch<AutomationDraft>): Promise<AutomationRow> {
  return await changeOrganization(parts.store, change.organization, async () => {
    const row = await livingRow(parts, change, id);
    await writeAutomation(parts, change, id, checkAutomation(patched(automationIn(row), patch)), row);
    return await readRow(parts.store, 'automation', change.organization, id);
  });
}

export async function archiveAutomation(parts: WriteParts, change: EditedChange, id: string): Promise<void> {
  await changeOrganization(parts.store, change.organization, async () => await retireAutomation(parts, change, await livingRow(parts, change, id)));
}

/** Inside of a change of the organization. Its runs stay, and its name is free again. It is assigned nothing any more. */
export async function retireAutomation({ store: { db }, audit, now }: WriteParts, { organization, actor }: Change, { id, name, version }: AutomationRow): Promise<void> {
  const at = now();
  await db.updateTable('automation').set({ archived_at: at, updated_at: at, version: version + 1 }).where('organization_id', '=', organization).where('id', '=', id).execute();
  await db.deleteFrom('variable_assignment').where('organization_id', '=', organization).where('automation_id', '=', id).execute();
  await db.deleteFrom('workload_identity_automation').where('organization_id', '=', organization).where('automation_id', '=', id).execute();
  await audit.append({ scope: organization, actor, action: 'automation.archived', target: { kind: 'automation', id, name } });
}

/** Inside of a change of the organization. Without a previous row it is added. */
export async function writeAutomation({ store, audit, now }: WriteParts, { organization, actor }: Change, id: string, automation: AutomationDraft, previous?: AutomationRow): Promise<void> {
  await requireFreeName(store, 'automation', organization, { id, name: automation.name });
  const columns = { command: JSON.stringify(automation.command), timeout_seconds: automation.timeoutSeconds, concurrency: automation.concurrency, required_worker_version: automation.requiredWorkerVersion };
  const at = now();
  if (previous === undefined) await store.db.insertInto('automation').values({ ...newRow({ id, name: automation.name }, organization, at), ...columns, last_deployment: 0, archived_at: null }).execute();
  else await store.db.updateTable('automation').set({ ...editedRow(automation, previous, at), ...columns }).where('organization_id', '=', organization).where('id', '=', id).execute();
  await audit.append({
    scope: organization, actor, action: previous === undefined ? 'automation.created' : 'automation.updated', target: { kind: 'automation', id, name: automation.name },
    // Words of a command may be anything, even what should have been a variable.
    details: { commandChanged: previous?.command !== columns.command, words: automation.command.length, timeoutSeconds: automation.timeoutSeconds, concurrency: automation.concurrency, requiredWorkerVersion: automation.requiredWorkerVersion },
  });
}

export function automationIn(row: AutomationRow): AutomationDraft {
  return { name: row.name, command: textsIn(row.command), timeoutSeconds: row.timeout_seconds, concurrency: row.concurrency, requiredWorkerVersion: row.required_worker_version };
}

async function livingRow({ store }: WriteParts, { organization, ifMatch }: EditedChange, id: string): Promise<AutomationRow> {
  const row = await readRow(store, 'automation', organization, id);
  if (row.archived_at !== null) throw notFound('automation');
  requireVersion(row, ifMatch);
  return row;
}
