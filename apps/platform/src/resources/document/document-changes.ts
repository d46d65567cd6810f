import type { PlannedChange, ResourceKind } from './document.ts';
import { entriesOf } from './export-document.ts';
import type { OrganizationState } from './organization-state.ts';
import { differences } from './plan-names.ts';
import type { PlannedResources } from './plan-resources.ts';
import type { PlannedVariable } from './plan-variables.ts';

/** What a document changes, in its own order; what is deleted stands last. */
export function changesOf(state: OrganizationState, { automations, configs, credentials }: PlannedResources, variables: readonly PlannedVariable[], removed: OrganizationState): readonly PlannedChange[] {
  const exported = entriesOf(state);
  const before = new Map<string, object>([
    ...state.automations.map((row, index) => [row.id, exported.automations[index] ?? {}] as const), ...state.configs.map((row, index) => [row.id, exported.workloadIdentityConfigs[index] ?? {}] as const),
    ...state.credentials.map((row, index) => [row.id, exported.credentials[index] ?? {}] as const), ...state.variables.map((row, index) => [row.id, exported.variables[index] ?? {}] as const),
  ]);
  const changed = (kind: ResourceKind, id: string, name: string, after: object, more: readonly string[] = []): PlannedChange => {
    const previous = before.get(id);
    const fields = [...differences(previous, after), ...more];
    return { kind, name, action: previous === undefined ? 'create' : fields.length > 0 ? 'update' : 'unchanged', fields: previous === undefined ? [] : fields };
  };
  return [
    ...automations.map(({ id, entry }) => changed('automation', id, entry.name, entry)),
    ...configs.map(({ id, entry, checked }) => changed('workload_identity_config', id, entry.name, { ...entry, settings: checked.settings, automations: sorted(entry.automations) })),
    ...credentials.map(({ id, entry: { secrets, ...entry }, checked }) => changed('credential', id, entry.name, { ...entry, store: checked.target.store, settings: checked.target.settings }, Object.values(secrets ?? {}).some((value) => value !== '') ? ['secrets'] : [])),
    ...variables.map(({ id, entry: { value, ...entry }, checked }) => changed('variable', id, entry.name, { ...entry, reference: checked.reference, automations: sorted(entry.automations) }, typeof value !== 'string' ? [] : ['value'])),
    ...([['variable', removed.variables], ['credential', removed.credentials], ['workload_identity_config', removed.configs], ['automation', removed.automations]] as const)
      .flatMap(([kind, rows]) => rows.map(({ name }): PlannedChange => ({ kind, name, action: 'delete', fields: [] }))),
  ];
}

function sorted(automations: 'all' | readonly string[]): 'all' | readonly string[] {
  return automations === 'all' ? 'all' : automations.toSorted();
}
