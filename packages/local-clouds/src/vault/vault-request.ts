import type { IncomingCall } from '../network/exchange.ts';
import { isObject, type Fields } from './request-fields.ts';
import { badRequest, VaultRefusal } from './vault-refusal.ts';

export type Operation = 'read' | 'list' | 'create' | 'update' | 'patch' | 'delete';

/** A request as the parts of a server see it, whatever HTTP method it came with. */
export interface VaultRequest {
  readonly operation: Operation;
  /** Behind `/v1/`, with the slash at the end that a list has. */
  readonly path: string;
  readonly fields: Fields;
  readonly token: string | undefined;
  /** Of the header `X-Vault-Namespace`, without slashes at its ends. */
  readonly namespace: string;
}

// What Go prints (unicode.IsPrint); of all spaces the usual one alone.
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;

const mergePatch = 'application/merge-patch+json';

/** @throws VaultRefusal for a method, path or body that no part of a server would take */
export function readRequest(call: IncomingCall): VaultRequest {
  const path = decodePath(call.url.pathname);
  const query = call.url.searchParams;
  const isList = call.method === 'LIST' || (call.method === 'GET' && ['true', '1', 't'].includes(query.get('list') ?? ''));
  const common = { token: tokenOf(call), namespace: (call.headers['x-vault-namespace'] ?? '').replace(/^\/+|\/+$/g, '') };
  const asked = { ...Object.fromEntries(query) };
  if (isList) return { ...common, operation: 'list', path: path.endsWith('/') ? path : `${path}/`, fields: asked };
  switch (call.method) {
    case 'GET':
      return { ...common, operation: 'read', path, fields: asked };
    case 'DELETE':
      return { ...common, operation: 'delete', path, fields: asked };
    case 'POST':
    case 'PUT':
      return { ...common, operation: 'update', path, fields: readBody(call.body) };
    case 'PATCH':
      requireMergePatch(call.headers['content-type'] ?? '');
      return { ...common, operation: 'patch', path, fields: readBody(call.body) };
    default:
      throw new VaultRefusal(405);
  }
}

function decodePath(pathname: string): string {
  if (!pathname.startsWith('/v1/')) throw new VaultRefusal(404);
  try {
    const path = decodeURIComponent(pathname.slice('/v1/'.length));
    if (!printable.test(path)) throw new VaultRefusal(400);
    // Vault refuses these too, lest a path means another one than a policy was asked about.
    if (path.split('/').some((segment) => segment === '..')) throw badRequest('path cannot contain parent references');
    return path.replace(/^\/+/, '');
  } catch (error) {
    throw error instanceof VaultRefusal ? error : new VaultRefusal(400);
  }
}

function tokenOf({ headers }: IncomingCall): string | undefined {
  const token = headers['x-vault-token'] ?? /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1];
  return token === '' ? undefined : token;
}

function requireMergePatch(contentType: string): void {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '') throw badRequest('mime: no media type');
  if (type !== mergePatch) throw new VaultRefusal(415, `PATCH requires Content-Type of ${mergePatch}, provided ${type}`);
}

function readBody(body: Uint8Array): Fields {
  if (body.byteLength === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw badRequest('error parsing JSON');
  }
  return isObject(value) ? value : refuseBody();
}

function refuseBody(): never {
  throw badRequest('error parsing JSON');
}

