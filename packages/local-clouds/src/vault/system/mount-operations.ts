import type { Handler, Perform, VaultCall } from '../handler.ts';
import { isMountPath, type Mounts } from '../mounts.ts';
import { isSet, objectField, textField, type Fields } from '../request-fields.ts';
import { systemTtl } from '../tokens/lifetime.ts';
import type { Result } from '../vault-answer.ts';
import { badRequest, notFound, notImitated, VaultRefusal } from '../vault-refusal.ts';
import { authResource, kvResource, tokenStoreResource } from './mount-resources.ts';

const mountType = 'system';
const ofTheServer = /^(?:auth|sys|cubbyhole|identity)(?:\/|$)/;
const settings = ['type', 'description', 'options', 'config', 'local', 'seal_wrap', 'external_entropy_access', 'plugin_name', 'plugin_version'];

/** `sys/auth`: https://developer.hashicorp.com/vault/api-docs/system/auth */
export function listAuthHandler(): Handler {
  const read: Perform = ({ namespace }) => listed([['token', tokenStoreResource()], ...namespace.auth.all().map(([path, mount]) => [path, authResource(mount)] as const)]);
  return { mountType, operations: { read } };
}

export function authHandler(path: string): Handler {
  return {
    mountType,
    needsSudo: true,
    operations: {
      read: ({ namespace }) => described(namespace.auth.get(path), authResource, `No auth engine at ${path}/`),
      update: (call) => mountAuth(path, call),
      delete: ({ namespace, tokens }) => {
        // Whoever logged in there is out.
        tokens.revokeWhere((token) => token.namespace === namespace.path && token.path === `auth/${path}/login`);
        namespace.auth.remove(path);
        return undefined;
      },
    },
  };
}

/** `sys/mounts`: https://developer.hashicorp.com/vault/api-docs/system/mounts */
export function listMountsHandler(): Handler {
  return { mountType, operations: { read: ({ namespace }) => listed(namespace.secrets.all().map(([path, mount]) => [path, kvResource(mount)] as const)) } };
}

export function mountHandler(path: string): Handler {
  return {
    mountType,
    operations: {
      read: ({ namespace }) => described(namespace.secrets.get(path), kvResource, `No secret engine mount at ${path}/`),
      update: (call) => mountKv(path, call),
      delete: ({ namespace }) => {
        namespace.secrets.remove(path);
        return undefined;
      },
    },
  };
}

/** `sys/internal/ui/mounts/<path>`: by which Vault's own command finds out which version of KV a path belongs to. */
export function mountOfPathHandler(path: string): Handler {
  return {
    mountType: '',
    needsNoPolicy: true,
    operations: {
      read: ({ namespace }) => {
        const found = namespace.secrets.of(path);
        if (!found) throw new VaultRefusal(403, `preflight capability check returned 403, please ensure client's policies grant access to path ${JSON.stringify(`${path}/`)}`);
        return { data: { ...kvResource(found.mount, { default_lease_ttl: systemTtl, max_lease_ttl: systemTtl }), path: `${found.path}/` } };
      },
    },
  };
}

function mountAuth(path: string, { namespace, fields }: VaultCall): undefined {
  const type = typeOf(fields);
  if (type !== 'jwt') throw badRequest(`plugin not found in the catalog: ${type}`);
  if (path === 'token') throw pathInUse(path);
  requireRoom(path, namespace.auth);
  namespace.auth.findOrMount(path, textField(fields, 'description') ?? '');
}

function mountKv(path: string, { namespace, fields }: VaultCall): undefined {
  const type = typeOf(fields);
  const version = textField(objectField(fields, 'options') ?? {}, 'version') ?? (type === 'kv-v2' ? '2' : '1');
  if (type !== 'kv' && type !== 'kv-v2') throw badRequest(`plugin not found in the catalog: ${type}`);
  if (version !== '2') throw notImitated('the first version of KV');
  if (ofTheServer.test(path)) throw badRequest(`cannot mount ${JSON.stringify(`${path}/`)}`);
  requireRoom(path, namespace.secrets);
  namespace.secrets.findOrMount(path, textField(fields, 'description') ?? '');
}

function typeOf(fields: Fields): string {
  const type = textField(fields, 'type') ?? '';
  if (type === '') throw badRequest('backend type must be specified as a string');
  const other = Object.keys(fields).find((name) => !settings.includes(name));
  if (other !== undefined) throw notImitated(other);
  const set = Object.entries(objectField(fields, 'config') ?? {}).find(([, value]) => isSet(value) && value !== '0' && value !== '0s');
  if (set) throw notImitated(`${set[0]} of a mount`);
  return type;
}

function requireRoom<Engine>(path: string, mounts: Mounts<Engine>): void {
  const conflict = mounts.conflict(path);
  if (conflict !== undefined) throw pathInUse(conflict);
  if (!isMountPath(path)) throw notImitated('a mount at this path');
}

function pathInUse(path: string): VaultRefusal {
  return badRequest(`path is already in use at ${path}/`);
}

function described<Mounted>(mount: Mounted | undefined, resource: (mount: Mounted) => object, none: string): Result {
  if (!mount) throw badRequest(none);
  return { data: resource(mount), besideEnvelope: true };
}

function listed(entries: readonly (readonly [path: string, resource: object])[]): Result {
  if (entries.length === 0) throw notFound();
  return { data: Object.fromEntries(entries.map(([path, resource]) => [`${path}/`, resource])), besideEnvelope: true };
}
