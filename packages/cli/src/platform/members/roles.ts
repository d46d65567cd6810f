import { agree } from '../command/agree.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { showList, showOne, tellDone } from '../command/show.ts';
import type { Schema } from '../connection/api-types.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName } from '../connection/find-by-name.ts';

const rolesPath = '/v1/organizations/{organization}/roles';

type Permissions = Schema<'NewRole'>['permissions'];

/** Which there are is the platform's to say. */
export function known(permissions: readonly string[]): Permissions {
  return permissions as Permissions;
}

interface RoleOptions extends PlatformOptions {
  readonly name?: string;
  readonly permission?: readonly string[];
}

export async function listRoles(call: PlatformCall): Promise<void> {
  showList(call, 'roles', await call.platform.api.all(rolesPath), { name: ({ name }) => name, kind: ({ kind }) => kind, permissions: ({ kind, permissions }) => (kind === 'owner' ? 'all' : permissions.join(' ')), id: ({ id }) => id });
}

export async function showRole(call: PlatformCall): Promise<void> {
  const { platform: { api }, args: [nameOrId], options, host } = call;
  if (nameOrId === undefined) {
    const { items } = await api.request('get', '/v1/organizations/{organization}/permissions');
    showList(call, 'permissions', items, { permission: ({ permission }) => permission, 'what it allows': ({ sentence }) => sentence });
    return;
  }
  const role = await findByName(api, 'role', nameOrId);
  showOne(call, 'role', role, { name: role.name, id: role.id, kind: role.kind, permissions: role.permissions.join(' ') });
  if (!options.json) host.stdout.write(role.describe.map((sentence) => `\n  ${sentence}`).join('').concat(role.describe.length > 0 ? '\n' : ''));
}

export async function createRole(call: PlatformCall<RoleOptions>): Promise<void> {
  const { platform: { api }, args: [name = ''], options } = call;
  const role = await api.request('post', rolesPath, { body: { name, permissions: known(options.permission ?? []) } });
  tellDone(call, { role }, `Made role ${role.name}.`);
}

export async function editRole(call: PlatformCall<RoleOptions>): Promise<void> {
  const { platform: { api }, args: [nameOrId = ''], options: { name, permission } } = call;
  const { id, version } = await findByName(api, 'role', nameOrId);
  const role = await api.request('patch', `${rolesPath}/{role}`, { path: { role: id }, version, body: { ...(name !== undefined && { name }), ...(permission !== undefined && { permissions: known(permission) }) } });
  tellDone(call, { role }, `Changed role ${role.name}.`);
}

export async function removeRole(call: PlatformCall<PlatformOptions & { readonly yes?: boolean }>): Promise<void> {
  const { id, version, name } = await findByName(call.platform.api, 'role', call.args[0] ?? '');
  await agree(`Delete role ${name}?`, call.options, call.host);
  await call.platform.api.request('delete', `${rolesPath}/{role}`, { path: { role: id }, version });
  tellDone(call, { id, name, removed: true }, `Deleted role ${name}.`);
}
