import { PlatformError } from '../../errors/platform-error.ts';
import { nameKey } from '../../store/prefix-range.ts';
import type { Store } from '../../store/store.ts';
import { refuseField } from '../records/field-problems.ts';
import type { EditedRow } from '../records/edited-record.ts';
import { hostedFrom } from '../credentials/loaded-credential.ts';
import { canonicalJson, settingsIn } from '../records/json-columns.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { chosenAutomations, loadedConfig, type LoadedConfig } from '../workload-identity/loaded-config.ts';
import { readersOf, requireDistinct, type Reader } from './secret-collisions.ts';
import type { VariableDraft } from './variable-draft.ts';

/** Where a variable's secret comes from, and who else reads there. */
export interface SecretSource {
  readonly credential: EditedRow<'credential'>;
  readonly config: LoadedConfig | undefined;
  /** The automations of a config that is for chosen ones. */
  readonly chosen: readonly string[];
  readonly others: readonly Reader[];
}

/** Undefined for a direct value. @throws InvalidRequest, PlatformError `DEFAULT_MISSING` */
export async function secretSourceOf(store: Store, organization: string, id: string, draft: VariableDraft): Promise<SecretSource | undefined> {
  if (draft.source === 'direct') return undefined;
  const credential = await credentialOf(store, organization, draft);
  const config = credential.workload_identity_config_id === null ? undefined : await loadedConfig(store, organization, credential.workload_identity_config_id);
  const chosen = config?.automations === 'chosen' ? await chosenAutomations(store, organization, config.id) : [];
  return { credential, config, chosen, others: (await readersOf(store, credential)).filter((other) => other.id !== id) };
}

/** @throws InvalidRequest, PlatformError `WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION`, CarnetError `SECRET_NAME_COLLISION` */
export async function checkSecretSource(parts: Pick<ResourceParts, 'host'>, id: string, draft: VariableDraft, { credential, config, chosen, others }: SecretSource): Promise<void> {
  if (config !== undefined) requireServed({ name: config.name, automations: config.automations === 'all' ? 'all' : chosen }, draft);
  if (draft.reference === null) return;
  const target = { provider: credential.provider, method: credential.method, identity: config, store: settingsIn(credential.store), settings: settingsIn(credential.settings) };
  const hosted = hostedFrom({ id: credential.id, name: credential.name, writable: credential.writable === 1 }, target, config, {});
  await requireDistinct(parts, credential.organization_id, hosted, { id, nameKey: nameKey(draft.name), reference: draft.reference, automations: draft.automations }, others);
}

/** @throws PlatformError `WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION` */
export function requireServed(config: { readonly name: string; readonly automations: 'all' | readonly string[] }, { automations }: Pick<VariableDraft, 'automations'>): void {
  const { automations: served } = config;
  if (served === 'all' || (automations !== 'all' && automations.every((automation) => served.includes(automation)))) return;
  throw new PlatformError({
    code: 'WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION',
    message: `The workload identity config '${config.name}' is for chosen automations, and not for ${automations === 'all' ? 'all of them' : 'every automation of the variable'}.`,
  });
}

/** The same for as long as what was checked still holds. */
export function stampOf(source: SecretSource | undefined): string {
  if (source === undefined) return '';
  const { credential, config, chosen, others } = source;
  return canonicalJson([credential.id, credential.version, config?.settingsVersion ?? 0, config?.automations ?? '', chosen, others]);
}

async function credentialOf({ db }: Store, organization: string, { credentialId, provider }: VariableDraft): Promise<EditedRow<'credential'>> {
  const ofOrganization = db.selectFrom('credential').selectAll().where('organization_id', '=', organization);
  if (credentialId !== null) return await ofOrganization.where('id', '=', credentialId).executeTakeFirst() ?? refuseField('credentialId', 'is no credential of this organization');
  const found = await ofOrganization.where('provider', '=', provider ?? '').where('is_default', '=', 1).executeTakeFirst();
  if (found !== undefined) return found;
  throw new PlatformError({ code: 'DEFAULT_MISSING', message: `No credential found: the provider '${(provider ?? '').slice(0, 40)}' has no default credential.`, problems: [{ field: 'provider', message: 'no credential found' }] });
}
