import type { PlatformCall } from '../command/platform-command.ts';
import { showList, showOne, yesNo } from '../command/show.ts';
import { findByName } from '../connection/find-by-name.ts';
import { configsPath } from './config-entity.ts';

export async function listConfigs(call: PlatformCall): Promise<void> {
  showList(call, 'workloadIdentityConfigs', await call.platform.api.all(configsPath), {
    name: ({ name }) => name, kind: ({ kind }) => kind, default: (each) => each.default, 'used by': ({ usedByCount }) => `${usedByCount} credentials`,
    'last test': ({ lastTest }) => (lastTest === null ? undefined : `${lastTest.status} ${lastTest.at}`), id: ({ id }) => id,
  });
}

export async function showConfig(call: PlatformCall): Promise<void> {
  const { platform: { api }, args: [nameOrId = ''] } = call;
  const { id } = await findByName(api, 'workload identity config', nameOrId);
  const config = await api.request('get', `${configsPath}/{config}`, { path: { config: id } });
  showOne(call, 'workloadIdentityConfig', config, {
    name: config.name, id: config.id, kind: config.kind,
    ...Object.fromEntries(Object.entries(config.settings).map(([field, value]) => [field, String(value)])),
    default: yesNo(config.default), automations: config.automations === 'all' ? 'all' : config.automations.join(', ') || 'none',
    issuer: config.token?.issuer, subject: config.token?.subject, audience: config.token?.audience,
    'token life': config.tokenLifetimeSeconds === null ? undefined : `${config.tokenLifetimeSeconds} s`,
    'used by': config.usedBy?.map(({ name }) => name).join(', ') || undefined,
    'last test': config.lastTest === null ? undefined : `${config.lastTest.status} ${config.lastTest.at}`,
  });
}
