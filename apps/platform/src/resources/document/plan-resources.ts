import { checkAutomation, type AutomationDraft } from '../automations/automation-draft.ts';
import { checkCredential, type CheckedCredential } from '../credentials/credential-draft.ts';
import { atPath } from '../records/at-path.ts';
import type { EditedRow } from '../records/edited-record.ts';
import { refuseField, refuseFields } from '../records/field-problems.ts';
import { newId } from '../../store/new-id.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { checkConfig, type CheckedConfig } from '../workload-identity/config-draft.ts';
import { configIn, type LoadedConfig } from '../workload-identity/loaded-config.ts';
import { settingsVersionOf } from '../workload-identity/settings-version.ts';
import type { DocumentConfig, DocumentCredential, OrganizationDocument } from './document.ts';
import type { OrganizationState } from './organization-state.ts';
import { byName, idsOf, type Named } from './plan-names.ts';

export interface Planned<Row, Entry, Checked> extends Named<Row, Entry> {
  readonly checked: Checked;
}

export type PlannedAutomation = Planned<EditedRow<'automation'>, AutomationDraft, AutomationDraft>;
export type PlannedConfig = Planned<EditedRow<'workload_identity_config'>, DocumentConfig, CheckedConfig>;
export type PlannedCredential = Planned<EditedRow<'credential'>, DocumentCredential, CheckedCredential>;

export interface PlannedResources {
  readonly automations: readonly PlannedAutomation[];
  readonly configs: readonly PlannedConfig[];
  readonly credentials: readonly PlannedCredential[];
}

/** What a document asks for, checked as each of its entries would be if it were saved alone. @throws InvalidRequest, PlatformError, CarnetError */
export async function planResources(parts: ResourceParts, organization: string, state: OrganizationState, document: Omit<OrganizationDocument, 'variables'>, staying: OrganizationState): Promise<PlannedResources> {
  const makeId = (): string => newId(parts.randomBytes);
  requireOneDefault('workloadIdentityConfigs', document.workloadIdentityConfigs, ({ kind }) => kind);
  requireOneDefault('credentials', document.credentials, ({ provider }) => provider);

  const automations: PlannedAutomation[] = [];
  for (const [index, named] of byName('automations', document.automations, state.automations, makeId).entries()) {
    automations.push({ ...named, checked: await atPath(`automations.${index}`, () => checkAutomation(named.entry)) });
  }
  const configs: PlannedConfig[] = [];
  for (const [index, named] of byName('workloadIdentityConfigs', document.workloadIdentityConfigs, state.configs, makeId).entries()) {
    const checked = await atPath(`workloadIdentityConfigs.${index}`, async () => {
      const { entry, previous } = named;
      if (previous !== undefined && previous.kind !== entry.kind) refuseField('kind', 'is settled when the config is made');
      return await checkConfig(parts, organization, { ...entry, automations: entry.automations === 'all' ? 'all' : idsOf('automations', entry.automations, automations, staying.automations) });
    });
    configs.push({ ...named, checked });
  }
  const credentials: PlannedCredential[] = [];
  for (const [index, named] of byName('credentials', document.credentials, state.credentials, makeId).entries()) {
    const { entry, previous, id } = named;
    const checked = await atPath(`credentials.${index}`, async () => {
      const [configId] = entry.workloadIdentityConfig === null ? [] : idsOf('workloadIdentityConfig', [entry.workloadIdentityConfig], configs, staying.configs);
      return await checkCredential(parts, { ...entry, secrets: entry.secrets ?? {} }, { organization, id, config: configAfter(configId, configs, state, parts.now()), previous });
    });
    credentials.push({ ...named, checked });
  }
  return { automations, configs, credentials };
}

/** A config as it will be. */
export function configAfter(id: string | undefined, planned: readonly PlannedConfig[], state: OrganizationState, now: number): LoadedConfig | undefined {
  const found = planned.find((each) => each.id === id);
  const row = state.configs.find((each) => each.id === id);
  if (found === undefined) return row === undefined ? undefined : configIn(row);
  const { checked, previous } = found;
  return {
    id: found.id, name: checked.name, kind: checked.kind, settings: checked.settings, ...settingsVersionOf(previous, checked, now),
    subject: checked.subject, organizationIssuer: checked.organizationIssuer, tokenLifetimeSeconds: checked.tokenLifetimeSeconds, automations: checked.automations === 'all' ? 'all' : 'chosen',
  };
}

function requireOneDefault<Entry extends { readonly default: boolean }>(path: string, entries: readonly Entry[], groupOf: (entry: Entry) => string): void {
  const seen = new Set<string>();
  refuseFields(entries.flatMap((entry, index) => {
    if (!entry.default) return [];
    if (seen.has(groupOf(entry))) return [{ field: `${path}.${index}.default`, message: 'is the second default of its kind in the document' }];
    seen.add(groupOf(entry));
    return [];
  }));
}
