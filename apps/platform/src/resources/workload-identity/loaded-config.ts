import type { Settings } from '@carnet/provider';
import type { Store } from '../../store/store.ts';
import { readRow, type EditedRow } from '../records/edited-record.ts';
import { settingsIn } from '../records/json-columns.ts';

/** A workload identity config as of now. */
export interface LoadedConfig {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly settings: Settings;
  /** Raised with each change of what a token or its exchange follows from: settings, issuer, subject, lifetime. */
  readonly settingsVersion: number;
  /** Epoch milliseconds. */
  readonly settingsChangedAt: number;
  readonly subject: 'organization' | 'automation';
  readonly organizationIssuer: boolean;
  /** Null: that of the issuer. */
  readonly tokenLifetimeSeconds: number | null;
  readonly automations: 'all' | 'chosen';
}

/** @throws PlatformError `RESOURCE_NOT_FOUND` */
export async function loadedConfig(store: Store, organization: string, id: string): Promise<LoadedConfig> {
  return configIn(await readRow(store, 'workload_identity_config', organization, id));
}

export function configIn(row: EditedRow<'workload_identity_config'>): LoadedConfig {
  return {
    id: row.id, name: row.name, kind: row.kind, settings: settingsIn(row.settings), settingsVersion: row.settings_version, settingsChangedAt: row.settings_changed_at,
    subject: row.subject, organizationIssuer: row.organization_issuer === 1, tokenLifetimeSeconds: row.token_lifetime_seconds, automations: row.automations,
  };
}

/** Whether the automation may use the config. */
export async function configServes({ db }: Store, organization: string, configId: string, automation: string): Promise<boolean> {
  const { automations } = await db.selectFrom('workload_identity_config').select('automations').where('organization_id', '=', organization).where('id', '=', configId).executeTakeFirst() ?? {};
  if (automations !== 'chosen') return automations === 'all';
  const chosen = await db.selectFrom('workload_identity_automation').select('automation_id').where('organization_id', '=', organization).where('config_id', '=', configId).where('automation_id', '=', automation).executeTakeFirst();
  return chosen !== undefined;
}

export async function chosenAutomations({ db }: Store, organization: string, configId: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('workload_identity_automation').select('automation_id').where('organization_id', '=', organization).where('config_id', '=', configId).orderBy('automation_id').execute();
  return rows.map((row) => row.automation_id);
}
