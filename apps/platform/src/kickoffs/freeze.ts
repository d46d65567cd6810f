import type { Settings } from '@carnet/provider';
import type { Expression, SelectQueryBuilder } from 'kysely';
import { PlatformError } from '../errors/platform-error.ts';
import type { Database } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { SnapshotVariable } from './deployment-snapshot.ts';
import type { FrozenConfig, FrozenCredential, FrozenKickoff } from './frozen-kickoff.ts';
import { notForAutomation } from './plan-deployment.ts';

/** A credential of the workload identity path with its config, as they are now. */
export interface FederatedCredential {
  readonly credential: string;
  readonly credentialName: string;
  readonly provider: string;
  readonly store: string;
  readonly config: string;
  readonly configName: string;
  readonly kind: string;
  readonly settings: string;
  readonly settingsVersion: number;
  readonly subject: 'organization' | 'automation';
  readonly organizationIssuer: number;
  readonly tokenLifetimeSeconds: number | null;
  readonly automations: 'all' | 'chosen';
  /** The automation, where the config was given to it. */
  readonly chosen: string | null;
}

/** Reads those of them that use workload identity. */
export function federatedCredentials({ db }: Pick<Store, 'db'>, organization: string, automation: string | Expression<string>, ids: readonly string[] | Expression<string>): SelectQueryBuilder<Database, never, FederatedCredential> {
  return db.selectFrom('credential')
    .innerJoin('workload_identity_config as config', (join) => join.onRef('config.organization_id', '=', 'credential.organization_id').onRef('config.id', '=', 'credential.workload_identity_config_id'))
    .leftJoin('workload_identity_automation as chosen', (join) => join.onRef('chosen.organization_id', '=', 'config.organization_id').onRef('chosen.config_id', '=', 'config.id').on('chosen.automation_id', '=', automation))
    .select([
      'credential.id as credential', 'credential.name as credentialName', 'credential.provider', 'credential.store', 'config.id as config', 'config.name as configName', 'config.kind', 'config.settings',
      'config.settings_version as settingsVersion', 'config.subject', 'config.organization_issuer as organizationIssuer', 'config.token_lifetime_seconds as tokenLifetimeSeconds', 'config.automations',
      'chosen.automation_id as chosen',
    ])
    .where('credential.organization_id', '=', organization).where('credential.id', 'in', ids).where('credential.method', '=', 'workload-identity') as SelectQueryBuilder<Database, never, FederatedCredential>;
}

/**
 * Reads what the variables of the workload identity path need, as of now, in one query.
 *
 * @throws PlatformError as {@link frozenOf}
 */
export async function freeze(store: Pick<Store, 'db'>, organization: string, automation: string, variables: readonly SnapshotVariable[]): Promise<FrozenKickoff> {
  const ids = [...new Set(variables.flatMap(({ path, credential }) => (path === 'workload-identity' && credential !== null ? [credential] : [])))];
  return frozenOf(ids.length === 0 ? [] : await federatedCredentials(store, organization, automation, ids).execute(), variables);
}

/**
 * @param rows of all credentials that the variables of the workload identity path name
 * @throws PlatformError `WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION`; `NOT_DEPLOYED` where a credential is gone or uses another way by now
 */
export function frozenOf(rows: readonly FederatedCredential[], variables: readonly SnapshotVariable[]): FrozenKickoff {
  const missing = variables.find(({ path, credential }) => path === 'workload-identity' && !rows.some((row) => row.credential === credential));
  if (missing) throw new PlatformError({ code: 'NOT_DEPLOYED', message: `The credential of ${missing.name} is gone, or does not use workload identity any more.`, hint: 'Correct the variable and deploy again.' });
  const refused = rows.find((row) => row.automations === 'chosen' && row.chosen === null);
  if (refused) throw notForAutomation(refused.configName);

  return {
    configs: Object.fromEntries(rows.map(({ config, configName, kind, settings, settingsVersion, subject, organizationIssuer, tokenLifetimeSeconds }): readonly [string, FrozenConfig] => [config, {
      id: config, name: configName, kind, settings: JSON.parse(settings) as Settings, settingsVersion, subject, organizationIssuer: organizationIssuer === 1, tokenLifetimeSeconds,
    }])),
    credentials: Object.fromEntries(rows.map(({ credential, credentialName, provider, config, store }): readonly [string, FrozenCredential] => [credential, {
      name: credentialName, provider, workloadIdentity: config, store: JSON.parse(store) as Settings,
    }])),
  };
}
