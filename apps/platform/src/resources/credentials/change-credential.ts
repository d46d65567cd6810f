import { PlatformError } from '../../errors/platform-error.ts';
import { atPath } from '../records/at-path.ts';
import { settingsIn } from '../records/json-columns.ts';
import { readRow, requireVersion, type EditedRow } from '../records/edited-record.ts';
import { refuseField } from '../records/field-problems.ts';
import { mergePatch, patched, type Patch } from '../records/merge-patch.ts';
import { newId } from '../../store/new-id.ts';
import { changeOrganization } from '../records/organization-change.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { keepingServed } from '../variables/keeping-served.ts';
import { readersOf, requireDistinct } from '../variables/secret-collisions.ts';
import { configIn, loadedConfig, type LoadedConfig } from '../workload-identity/loaded-config.ts';
import type { Change } from '../workload-identity/write-config.ts';
import { checkCredential, type CheckedCredential, type CredentialDraft } from './credential-draft.ts';
import { removeCredential, writeCredential } from './write-credential.ts';

type CredentialRow = EditedRow<'credential'>;

/** With the config by its id; undefined: the default of the provider's kind, where the method takes one. */
export type CredentialInput = CredentialDraft & { readonly workloadIdentityConfigId?: string | null | undefined };

export async function createCredential(parts: ResourceParts, change: Change, input: CredentialInput): Promise<CredentialRow> {
  const { organization } = change;
  const id = newId(parts.randomBytes);
  const checked = await checkCredential(parts, input, { organization, id, config: await configFor(parts, organization, input) });
  await requireReadable(parts, organization, checked);
  return await changeOrganization(parts.store, organization, async () => {
    await keepingServed(parts.store, organization, () => writeCredential(parts, change, id, checked));
    return await readRow(parts.store, 'credential', organization, id);
  });
}

export type CredentialPatch = Patch<CredentialInput>;

export async function updateCredential(parts: ResourceParts, change: Change & { readonly ifMatch: number | undefined }, id: string, patch: CredentialPatch): Promise<CredentialRow> {
  const { organization } = change;
  const read = (): Promise<CredentialRow> => readRow(parts.store, 'credential', organization, id);
  const row = await read();
  requireVersion(row, change.ifMatch);
  const checked = await checkPatch(parts, row, patch);
  await requireReadable(parts, organization, checked);
  return await changeOrganization(parts.store, organization, async () => {
    const now = await read();
    requireVersion(now, change.ifMatch);
    await keepingServed(parts.store, organization, () => writeCredential(parts, change, id, checked, now));
    return await read();
  });
}

/** What the row would be after the patch, for a save and for a test alike. */
async function checkPatch(parts: ResourceParts, row: CredentialRow, patch: CredentialPatch): Promise<CheckedCredential> {
  const otherProvider = patch.provider !== undefined && patch.provider !== row.provider;
  const otherMethod = otherProvider || (patch.method !== undefined && patch.method !== row.method);
  // What belongs to another provider or method means nothing in the new one.
  const current: CredentialInput = {
    name: row.name, provider: row.provider, method: row.method, store: otherProvider ? {} : settingsIn(row.store), settings: otherMethod ? {} : settingsIn(row.settings),
    secrets: {}, default: row.is_default === 1, writable: row.writable === 1, workloadIdentityConfigId: otherMethod ? undefined : row.workload_identity_config_id,
  };
  const draft = patched(current, { ...patch, store: mergePatch<unknown>(current.store, patch.store), settings: mergePatch<unknown>(current.settings, patch.settings) });
  const config = await configFor(parts, row.organization_id, draft);
  return await checkCredential(parts, draft, { organization: row.organization_id, id: row.id, config, previous: row });
}

/** What variables read through it must be names in this store, and one secret each. @throws InvalidRequest, CarnetError `SECRET_NAME_COLLISION` */
async function requireReadable(parts: ResourceParts, organization: string, { hosted: { secrets: _secrets, ...hosted }, default: isDefault }: CheckedCredential): Promise<void> {
  const readers = await readersOf(parts.store, { organization_id: organization, id: hosted.id, provider: hosted.provider, is_default: isDefault ? 1 : 0 });
  const found = (await parts.host.validate(organization, hosted, readers.map(({ reference }) => reference))).map(({ field }) => field);
  const suspects = readers.filter((_, index) => found.includes(`references.${index}`));
  // Each by itself first, so that one which is no name is not told as a collision of another.
  for (const others of [[], readers]) {
    for (const reader of suspects) await atPath(`variable.${reader.id}`, () => requireDistinct(parts, organization, hosted, reader, others.filter((each) => each !== reader)));
  }
}

export async function deleteCredential(parts: ResourceParts, change: Change & { readonly ifMatch: number | undefined }, id: string): Promise<void> {
  await changeOrganization(parts.store, change.organization, async () => {
    const row = await readRow(parts.store, 'credential', change.organization, id);
    requireVersion(row, change.ifMatch);
    await removeCredential(parts, change, row);
  });
}

/** The config that a credential is to use: the one it names, or the default of its kind. */
export async function configFor({ store, host }: Pick<ResourceParts, 'store' | 'host'>, organization: string, { provider, method, workloadIdentityConfigId: id }: CredentialInput): Promise<LoadedConfig | undefined> {
  if (id === null) return undefined;
  if (id !== undefined) return await namedConfig(store, organization, id);
  const kind = host.manifests.find(({ manifest }) => manifest.id === provider)?.manifest.identity?.kind;
  if (method !== 'workload-identity' || kind === undefined) return undefined;
  const row = await store.db.selectFrom('workload_identity_config').selectAll().where('organization_id', '=', organization).where('kind', '=', kind).where('is_default', '=', 1).executeTakeFirst();
  return row === undefined ? undefined : configIn(row);
}

async function namedConfig(store: ResourceParts['store'], organization: string, id: string): Promise<LoadedConfig> {
  try {
    return await loadedConfig(store, organization, id);
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'RESOURCE_NOT_FOUND') refuseField('workloadIdentityConfigId', 'is no workload identity config of this organization');
    throw error;
  }
}
