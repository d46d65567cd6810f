import { nameKey } from '../../store/prefix-range.ts';
import { canonicalJson, settingsIn } from '../records/json-columns.ts';
import { automationIn } from '../automations/change-automation.ts';
import type { DocumentVariable, OrganizationDocument } from './document.ts';
import type { OrganizationState } from './organization-state.ts';

/** In the order of names and automations, so that two exports of the same are the same text. */
export function exportDocument(state: OrganizationState): OrganizationDocument {
  const entries = entriesOf(state);
  const key = ({ name, automations }: DocumentVariable): string => canonicalJson([nameKey(name), automations === 'all' ? [] : automations]);
  return { ...entries, variables: entries.variables.toSorted((left, right) => (key(left) < key(right) ? -1 : 1)) };
}

/** Each at the place of its row. */
export function entriesOf(state: OrganizationState): OrganizationDocument {
  const names = new Map([...state.automations, ...state.configs, ...state.credentials].map(({ id, name }) => [id, name]));
  const chosen = ({ id, automations }: { readonly id: string; readonly automations: 'all' | 'chosen' }): 'all' | readonly string[] =>
    (automations === 'all' ? 'all' : (state.chosen.get(id) ?? []).flatMap((automation) => names.get(automation) ?? []).toSorted());
  return {
    version: 1,
    automations: state.automations.map(automationIn),
    workloadIdentityConfigs: state.configs.map((row) => ({
      name: row.name, kind: row.kind, settings: settingsIn(row.settings), default: row.is_default === 1, automations: chosen(row), subject: row.subject, organizationIssuer: row.organization_issuer === 1, tokenLifetimeSeconds: row.token_lifetime_seconds,
    })),
    credentials: state.credentials.map((row) => ({
      name: row.name, provider: row.provider, method: row.method, workloadIdentityConfig: names.get(row.workload_identity_config_id ?? '') ?? null, store: settingsIn(row.store), settings: settingsIn(row.settings), default: row.is_default === 1, writable: row.writable === 1,
    })),
    variables: state.variables.map((row) => ({
      name: row.name, source: row.source, credential: names.get(row.credential_id ?? '') ?? null, provider: row.provider, reference: row.reference, optional: row.optional === 1, encoding: row.encoding, sink: row.sink, allow: row.allow === 1, automations: chosen(row),
    })),
  };
}
