import type { Settings } from '@carnet/provider';
import { PlatformError } from '../errors/platform-error.ts';
import type { Store } from '../store/store.ts';
import type { SnapshotVariable } from './deployment-snapshot.ts';
import type { FrozenConfig, FrozenCredential, FrozenKickoff } from './frozen-kickoff.ts';
import { notForAutomation } from './plan-deployment.ts';

/**
 * Reads what the variables of the workload identity path need, as of now, in one query.
 *
 * @throws PlatformError `WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION`; `NOT_DEPLOYED` where a credential is gone or uses another way by now
 */
export async function freeze({ db }: Pick<Store, 'db'>, organization: string, automation: string, variables: readonly SnapshotVariable[]): Promise<FrozenKickoff> {
  const ids = [...new Set(variables.flatMap(({ path, credential }) => (path === 'workload-identity' && credential !== null ? [credential] : [])))];
  if (ids.length === 0) return { configs: {}, credentials: {} };
  const rows = await db.selectFrom('credential')
    .innerJoin('workload_identity_config as config', (join) => join.onRef('config.organization_id', '=', 'credential.organization_id').onRef('config.id', '=', 'credential.workload_identity_config_id'))
    .leftJoin('workload_identity_automation as chosen', (join) => join.onRef('chosen.organization_id', '=', 'config.organization_id').onRef('chosen.config_id', '=', 'config.id').on('chosen.automation_id', '=', automation))
    .select([
      'credential.id as credential', 'credential.name as credentialName', 'credential.provider', 'credential.store', 'config.id as config', 'config.name as configName', 'config.kind', 'config.settings',
      'config.settings_version', 'config.subject', 'config.organization_issuer', 'config.token_lifetime_seconds', 'config.automations', 'chosen.automation_id as chosen',
    ])
    .where('credential.organization_id', '=', organization).where('credential.id', 'in', ids).where('credential.method', '=', 'workload-identity').execute();

  const missing = variables.find(({ path, credential }) => path === 'workload-identity' && !rows.some((row) => row.credential === credential));
  if (missing) throw new PlatformError({ code: 'NOT_DEPLOYED', message: `The credential of ${missing.name} is gone, or does not use workload identity any more.`, hint: 'Correct the variable and deploy again.' });
  const refused = rows.find((row) => row.automations === 'chosen' && row.chosen === null);
  if (refused) throw notForAutomation(refused.configName);

  return {
    configs: Object.fromEntries(rows.map((row): readonly [string, FrozenConfig] => [row.config, {
      id: row.config, name: row.configName, kind: row.kind, settings: JSON.parse(row.settings) as Settings, settingsVersion: row.settings_version, subject: row.subject,
      organizationIssuer: row.organization_issuer === 1, tokenLifetimeSeconds: row.token_lifetime_seconds,
    }])),
    credentials: Object.fromEntries(rows.map((row): readonly [string, FrozenCredential] => [row.credential, {
      name: row.credentialName, provider: row.provider, workloadIdentity: row.config, store: JSON.parse(row.store) as Settings,
    }])),
  };
}
