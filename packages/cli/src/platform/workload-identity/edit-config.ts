import { agree } from '../command/agree.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { findKind, listProviders, readParts, withFlagNames } from '../command/provider-schemas.ts';
import { tellDone } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName } from '../connection/find-by-name.ts';
import { commonFlags } from '../command/common-flags.ts';
import { helpOf } from './add-config.ts';
import { configsPath, type Config } from './config-entity.ts';
import { configMembers, type ConfigOptions } from './config-options.ts';

interface EditOptions extends ConfigOptions {
  readonly name?: string;
  readonly unset?: readonly string[];
}

export async function editConfig(call: PlatformCall<EditOptions>): Promise<void> {
  const { platform: { api }, args: [nameOrId = '', ...flags], options, command } = call;
  const { id, version, kind } = await findConfig(call, nameOrId);
  const parts = flags.length === 0 ? [] : [{ part: 'settings', schema: (await findKind(await listProviders(api), kind)).identity.schema }];
  const told = { common: commonFlags(command), help: helpOf(kind) };
  const { settings = {} } = readParts(flags, parts, told);
  const removed = Object.fromEntries((options.unset ?? []).map((field) => [field, null]));
  const patch = { ...(options.name !== undefined && { name: options.name }), ...await configMembers(options, api), settings: { ...removed, ...settings } };
  const config = await withFlagNames(parts, told, () => api.request('patch', `${configsPath}/{config}`, { path: { config: id }, version, body: patch }));
  tellDone(call, { workloadIdentityConfig: config }, `Changed workload identity config ${config.name}.`);
}

export async function makeDefault(call: PlatformCall): Promise<void> {
  const { id, version } = await findConfig(call, call.args[0] ?? '');
  const config = await call.platform.api.request('patch', `${configsPath}/{config}`, { path: { config: id }, version, body: { default: true } });
  tellDone(call, { workloadIdentityConfig: config }, `${config.name} is the default of kind ${config.kind}.`);
}

export async function removeConfig(call: PlatformCall<PlatformOptions & { readonly yes?: boolean }>): Promise<void> {
  const { id, version, name } = await findConfig(call, call.args[0] ?? '');
  await agree(`Delete workload identity config ${name}?`, call.options, call.host);
  await call.platform.api.request('delete', `${configsPath}/{config}`, { path: { config: id }, version });
  tellDone(call, { id, name, removed: true }, `Deleted workload identity config ${name}.`);
}

async function findConfig({ platform: { api } }: Pick<PlatformCall, 'platform'>, nameOrId: string): Promise<Config> {
  return await findByName(api, 'workload identity config', nameOrId);
}
