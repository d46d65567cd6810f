import type { Actor } from '../../audit/audit.ts';
import { PlatformError } from '../../errors/platform-error.ts';
import { requireAutomations } from '../automations/require-automations.ts';
import { editedRow, newRow, requireFreeName, type EditedRow } from '../records/edited-record.ts';
import { canonicalJson } from '../records/json-columns.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { CheckedConfig } from './config-draft.ts';
import { settingsVersionOf } from './settings-version.ts';

type WriteParts = Pick<ResourceParts, 'store' | 'audit' | 'now'>;

export interface Change {
  readonly organization: string;
  readonly actor: Actor;
}

/** Inside of a change of the organization. Without a previous row it is added. */
export async function writeConfig({ store, audit, now }: WriteParts, { organization, actor }: Change, id: string, config: CheckedConfig, previous?: EditedRow<'workload_identity_config'>): Promise<void> {
  const { db } = store;
  await requireFreeName(store, 'workload_identity_config', organization, { id, name: config.name });
  if (config.automations !== 'all') await requireAutomations(store, organization, config.automations);
  const at = now();
  if (config.default) {
    await db.updateTable('workload_identity_config').set((row) => ({ is_default: 0, version: row('version', '+', 1), updated_at: at })).where('organization_id', '=', organization).where('kind', '=', config.kind).where('is_default', '=', 1).where('id', '!=', id).execute();
  }
  const { settingsVersion, settingsChangedAt } = settingsVersionOf(previous, config, at);
  const columns = {
    kind: config.kind, settings: canonicalJson(config.settings), is_default: config.default ? 1 : 0, automations: config.automations === 'all' ? 'all' as const : 'chosen' as const, subject: config.subject,
    organization_issuer: config.organizationIssuer ? 1 : 0, token_lifetime_seconds: config.tokenLifetimeSeconds,
    settings_version: settingsVersion, settings_changed_at: settingsChangedAt,
  };
  if (previous === undefined) await db.insertInto('workload_identity_config').values({ ...newRow({ id, name: config.name }, organization, at), ...columns }).execute();
  else await db.updateTable('workload_identity_config').set({ ...editedRow(config, previous, at), ...columns }).where('organization_id', '=', organization).where('id', '=', id).execute();
  await db.deleteFrom('workload_identity_automation').where('organization_id', '=', organization).where('config_id', '=', id).execute();
  const chosen = config.automations === 'all' ? [] : [...new Set(config.automations)];
  if (chosen.length > 0) await db.insertInto('workload_identity_automation').values(chosen.map((automation) => ({ organization_id: organization, config_id: id, automation_id: automation }))).execute();
  await audit.append({
    scope: organization, actor, action: previous === undefined ? 'workload_identity_config.created' : 'workload_identity_config.updated', target: { kind: 'workload_identity_config', id, name: config.name },
    details: { kind: config.kind, default: config.default, automations: config.automations === 'all' ? 'all' : chosen.length, subject: config.subject, settingsVersion },
  });
}

/** Inside of a change of the organization. @throws PlatformError `RESOURCE_IN_USE` */
export async function removeConfig({ store, audit }: WriteParts, { organization, actor }: Change, { id, name }: EditedRow<'workload_identity_config'>): Promise<void> {
  const { db } = store;
  const users = await db.selectFrom('credential').select(['id', 'name']).where('organization_id', '=', organization).where('workload_identity_config_id', '=', id).orderBy('name_key').limit(20).execute();
  if (users.length > 0) throw inUse('workload identity config', users.map((user) => ({ kind: 'credential', ...user })));
  await db.deleteFrom('workload_identity_automation').where('organization_id', '=', organization).where('config_id', '=', id).execute();
  await db.deleteFrom('probe').where('organization_id', '=', organization).where('config_id', '=', id).execute();
  await db.deleteFrom('workload_identity_config').where('organization_id', '=', organization).where('id', '=', id).execute();
  await audit.append({ scope: organization, actor, action: 'workload_identity_config.deleted', target: { kind: 'workload_identity_config', id, name } });
}

/** Names who uses it, each as a problem of its own. */
export function inUse(what: string, users: readonly { readonly kind: string; readonly id: string; readonly name: string }[]): PlatformError {
  return new PlatformError({
    code: 'RESOURCE_IN_USE',
    message: `The ${what} is used by ${users.map(({ kind, name }) => `${kind} '${name}'`).join(', ')}.`,
    problems: users.map(({ kind, id, name }) => ({ field: `${kind}.${id}`, message: name })),
  });
}
