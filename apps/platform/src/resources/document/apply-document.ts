import { PlatformError } from '../../errors/platform-error.ts';
import { retireAutomation, writeAutomation } from '../automations/change-automation.ts';
import { removeCredential, writeCredential } from '../credentials/write-credential.ts';
import { readRow, type EditedRow, type EditedTable } from '../records/edited-record.ts';
import { changeOrganization } from '../records/organization-change.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { keepingServed } from '../variables/keeping-served.ts';
import { removeVariable, writeVariable } from '../variables/write-variable.ts';
import { removeConfig, writeConfig, type Change } from '../workload-identity/write-config.ts';
import type { OrganizationDocument, PlannedChange } from './document.ts';
import { changesOf } from './document-changes.ts';
import { organizationState, stateDigest, stateStamp, type OrganizationState } from './organization-state.ts';
import { planResources, type PlannedResources } from './plan-resources.ts';
import { planVariables, type PlannedVariable } from './plan-variables.ts';

export interface ApplyOptions {
  readonly dryRun: boolean;
  /** Also deletes what the document does not name. */
  readonly prune: boolean;
  /** What a dry run answered: for that state alone. */
  readonly state?: string | undefined;
}

export interface AppliedDocument {
  readonly changes: readonly PlannedChange[];
  /** Of a dry run: the state that its changes are for. */
  readonly state: string | null;
}

export interface DocumentPlan {
  readonly resources: PlannedResources;
  readonly variables: readonly PlannedVariable[];
  readonly removed: OrganizationState;
  readonly changes: readonly PlannedChange[];
}

const mostAttempts = 5;
const nothing: OrganizationState = { configs: [], credentials: [], automations: [], variables: [], chosen: new Map() };

/** All of it in one unit, or nothing. @throws InvalidRequest, PlatformError, CarnetError with the place in the document */
export async function applyDocument(parts: ResourceParts, change: Change, document: OrganizationDocument, { dryRun, prune, state: expected }: ApplyOptions): Promise<AppliedDocument> {
  const { organization } = change;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const state = await organizationState(parts.store, organization);
    if (expected !== undefined && expected !== stateDigest(state)) {
      throw new PlatformError({ code: 'VERSION_CONFLICT', message: 'The organization was changed after the changes were planned; nothing was applied.', hint: 'Plan them again, and look at what would change now.' });
    }
    const plan = await planDocument(parts, organization, state, document, prune);
    if (dryRun) return { changes: plan.changes, state: stateDigest(state) };
    const written = await changeOrganization(parts.store, organization, async () => {
      if (stateStamp(await organizationState(parts.store, organization)) !== stateStamp(state)) return false;
      await keepingServed(parts.store, organization, () => writePlan(parts, change, plan));
      return true;
    });
    if (written) return { changes: plan.changes, state: null };
  }
  throw new PlatformError({ code: 'VERSION_CONFLICT', message: 'The organization is being changed by somebody else.' });
}

async function planDocument(parts: ResourceParts, organization: string, state: OrganizationState, document: OrganizationDocument, prune: boolean): Promise<DocumentPlan> {
  // Names may stand for what the document itself does not hold, as long as that stays.
  const staying = prune ? nothing : state;
  const resources = await planResources(parts, organization, state, document, staying);
  const variables = await planVariables(parts, organization, state, document.variables, resources, staying);
  const planned = new Set([...resources.automations, ...resources.configs, ...resources.credentials, ...variables].map(({ id }) => id));
  const left = <Row extends { readonly id: string }>(rows: readonly Row[]): readonly Row[] => (prune ? rows.filter(({ id }) => !planned.has(id)) : []);
  const removed = { automations: left(state.automations), configs: left(state.configs), credentials: left(state.credentials), variables: left(state.variables), chosen: state.chosen };
  return { resources, variables, removed, changes: changesOf(state, resources, variables, removed) };
}

async function writePlan(parts: ResourceParts, change: Change, { resources, variables, removed, changes }: DocumentPlan): Promise<void> {
  const { organization } = change;
  const untouched = new Set(changes.filter(({ action }) => action === 'unchanged').map(({ kind, name }) => `${kind} ${name}`));
  const current = async <T extends EditedTable>(table: T, planned: { readonly id: string; readonly previous: unknown }): Promise<EditedRow<T> | undefined> => (planned.previous === undefined ? undefined : await readRow(parts.store, table, organization, planned.id));
  for (const row of removed.variables) await removeVariable(parts, change, row);
  // A deployment uses its credentials for as long as its automation is there.
  for (const row of removed.automations) await retireAutomation(parts, change, row);
  for (const each of resources.automations) if (!untouched.has(`automation ${each.entry.name}`)) await writeAutomation(parts, change, each.id, each.checked, await current('automation', each));
  for (const each of resources.configs) if (!untouched.has(`workload_identity_config ${each.entry.name}`)) await writeConfig(parts, change, each.id, each.checked, await current('workload_identity_config', each));
  for (const each of resources.credentials) if (!untouched.has(`credential ${each.entry.name}`)) await writeCredential(parts, change, each.id, each.checked, await current('credential', each));
  const written = variables.filter((_, index) => changes.filter(({ kind, action }) => kind === 'variable' && action !== 'delete')[index]?.action !== 'unchanged');
  // Variables may take automations over from one another.
  const moving = written.flatMap(({ id, previous }) => (previous === undefined ? [] : [id]));
  if (moving.length > 0) await parts.store.db.deleteFrom('variable_assignment').where('organization_id', '=', organization).where('variable_id', 'in', moving).execute();
  for (const each of written) await writeVariable(parts, change, each.id, each.checked, await current('variable', each));
  for (const row of removed.credentials) await removeCredential(parts, change, row);
  for (const row of removed.configs) await removeConfig(parts, change, row);
}
