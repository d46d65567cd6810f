import type { Mount } from '../mounts.ts';

interface MountKind {
  readonly type: 'jwt' | 'kv' | 'token';
  readonly version: string;
  readonly config?: object;
  readonly options?: object | null;
}

export const serverVersion = '1.21.4';
const pluginVersion = 'v0.25.0+builtin';

/** A mount as it is read: https://developer.hashicorp.com/vault/api-docs/system/mounts */
function mountResource({ accessor, id, description }: Omit<Mount<unknown>, 'engine'>, { type, version, config = {}, options = {} }: MountKind): object {
  return {
    accessor,
    config: { default_lease_ttl: 0, force_no_cache: false, max_lease_ttl: 0, ...config },
    ...(type === 'token' ? {} : { deprecation_status: 'supported' }),
    description,
    external_entropy_access: false,
    local: false,
    options,
    plugin_version: '',
    running_plugin_version: version,
    running_sha256: '',
    seal_wrap: false,
    type,
    uuid: id,
  };
}

export function authResource(mount: Mount<unknown>): object {
  return mountResource(mount, { type: 'jwt', version: pluginVersion, config: { token_type: 'default-service' } });
}

export function kvResource(mount: Mount<unknown>, config?: object): object {
  return mountResource(mount, { type: 'kv', version: pluginVersion, options: { version: '2' }, ...(config === undefined ? {} : { config }) });
}

/** The token store, which every namespace has and nobody mounts. */
export function tokenStoreResource(): object {
  const named = { accessor: 'auth_token_00000000', id: '00000000-0000-0000-0000-000000000000', description: 'token based credentials' };
  return mountResource(named, { type: 'token', version: `v${serverVersion}+builtin.vault`, config: { token_type: 'default-service' }, options: null });
}
