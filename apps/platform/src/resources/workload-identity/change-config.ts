import { changeOrganization } from '../records/organization-change.ts';
import { readRow, requireVersion, type EditedRow } from '../records/edited-record.ts';
import { refuseField } from '../records/field-problems.ts';
import { settingsIn } from '../records/json-columns.ts';
import { mergePatch, patched, type Patch } from '../records/merge-patch.ts';
import { newId } from '../../store/new-id.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { keepingServed } from '../variables/keeping-served.ts';
import { checkConfig, type ConfigDraft } from './config-draft.ts';
import { chosenAutomations } from './loaded-config.ts';
import { removeConfig, writeConfig, type Change } from './write-config.ts';

type ConfigRow = EditedRow<'workload_identity_config'>;

export async function createConfig(parts: ResourceParts, change: Change, draft: ConfigDraft): Promise<ConfigRow> {
  const checked = await checkConfig(parts, change.organization, draft);
  const id = newId(parts.randomBytes);
  return await changeOrganization(parts.store, change.organization, async () => {
    await writeConfig(parts, change, id, checked);
    return await readRow(parts.store, 'workload_identity_config', change.organization, id);
  });
}

export type ConfigPatch = Patch<ConfigDraft>;

/** @throws PlatformError `VERSION_CONFLICT`, `RESOURCE_NOT_FOUND`, `NAME_TAKEN`, `RESOURCE_IN_USE` by variables of automations that it is not for any more; InvalidRequest */
export async function updateConfig(parts: ResourceParts, change: Change & { readonly ifMatch: number | undefined }, id: string, patch: ConfigPatch): Promise<ConfigRow> {
  const { organization } = change;
  const read = (): Promise<ConfigRow> => readRow(parts.store, 'workload_identity_config', organization, id);
  const row = await read();
  requireVersion(row, change.ifMatch);
  if (patch.kind !== undefined && patch.kind !== row.kind) refuseField('kind', 'is settled when the config is made');
  const draft = patched(await draftOf(parts, row), { ...patch, settings: mergePatch<unknown>(settingsIn(row.settings), patch.settings) });
  const checked = await checkConfig(parts, organization, draft);
  return await changeOrganization(parts.store, organization, async () => {
    const now = await read();
    requireVersion(now, change.ifMatch);
    await keepingServed(parts.store, organization, () => writeConfig(parts, change, id, checked, now));
    return await read();
  });
}

export async function deleteConfig(parts: ResourceParts, change: Change & { readonly ifMatch: number | undefined }, id: string): Promise<void> {
  await changeOrganization(parts.store, change.organization, async () => {
    const row = await readRow(parts.store, 'workload_identity_config', change.organization, id);
    requireVersion(row, change.ifMatch);
    await removeConfig(parts, change, row);
  });
}

async function draftOf({ store }: ResourceParts, row: ConfigRow): Promise<ConfigDraft> {
  return {
    name: row.name, kind: row.kind, settings: settingsIn(row.settings), default: row.is_default === 1,
    automations: row.automations === 'all' ? 'all' : await chosenAutomations(store, row.organization_id, row.id),
    subject: row.subject, organizationIssuer: row.organization_issuer === 1, tokenLifetimeSeconds: row.token_lifetime_seconds,
  };
}
