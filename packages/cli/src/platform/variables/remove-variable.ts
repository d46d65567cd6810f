import { agree } from '../command/agree.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { tellDone } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName } from '../connection/find-by-name.ts';
import { oneVariable, variablesPath } from './variable-entity.ts';

export async function removeVariable(call: PlatformCall<PlatformOptions & { readonly automation?: string; readonly yes?: boolean }>): Promise<void> {
  const { platform: { api }, args: [nameOrId = ''], options, host } = call;
  const automation = options.automation === undefined ? undefined : (await findByName(api, 'automation', options.automation)).id;
  const { id, name, version } = await oneVariable(api, nameOrId, automation);
  await agree(`Delete variable ${name}?`, options, host);
  await api.request('delete', `${variablesPath}/{variable}`, { path: { variable: id }, version });
  tellDone(call, { id, name, removed: true }, `Deleted variable ${name}.`);
}
