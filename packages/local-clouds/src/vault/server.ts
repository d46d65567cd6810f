import { randomUUID } from 'node:crypto';
import type { IssuerKeys } from '../issuer-keys/issuer-keys.ts';
import type { Answer, IncomingCall } from '../network/exchange.ts';
import type { Handler } from './handler.ts';
import { hostOf } from './hosts.ts';
import type { LocalVaultServer } from './local-vault.ts';
import { Namespace } from './namespace.ts';
import { allowedCapabilities } from './policies/access-control.ts';
import type { Capability } from './policies/policy.ts';
import { systemHandler } from './system/system-handler.ts';
import { stateAnswer } from './system/server-state.ts';
import { tokenHandler } from './tokens/token-operations.ts';
import { TokenStore, type Token } from './tokens/token-store.ts';
import { answerOf, headers, type Result } from './vault-answer.ts';
import { noHandler, permissionDenied, serverSealed, tokenInvalid, tokenMissing, unsupportedOperation, unsupportedPath, VaultRefusal } from './vault-refusal.ts';
import { readRequest, type VaultRequest } from './vault-request.ts';

export interface ServerParts {
  readonly clock: { now(): number };
  readonly issuerKeys: IssuerKeys;
  readonly onCredential: ((credential: string) => void) | undefined;
}

export interface VaultServer {
  readonly control: LocalVaultServer;
  /** The root for an empty path; made on first use. */
  namespace(path: string): Namespace;
  answer(call: IncomingCall): Promise<Answer>;
}

/** Where a request leads; without a handler, the mount has no such path, and without either there is no such mount. */
interface Destination {
  readonly namespace: Namespace;
  /** Behind the namespace, as policies see it. */
  readonly path: string;
  readonly isMounted: boolean;
  readonly handler: Handler | undefined;
}

export function createServer(name: string, { clock, issuerKeys, onCredential }: ServerParts): VaultServer {
  const tokens = new TokenStore(clock, onCredential);
  const id = randomUUID();
  const namespaces = new Map<string, Namespace>();
  const namespaceAt = (path: string): Namespace => {
    const namespace = namespaces.get(path) ?? new Namespace(path, { clock, tokens, issuerKeys });
    namespaces.set(path, namespace);
    return namespace;
  };
  const root = namespaceAt('');

  const control: LocalVaultServer = {
    name,
    host: hostOf(name),
    address: `https://${hostOf(name)}`,
    root: root.control,
    namespace: (path) => {
      const trimmed = path.replace(/^\/+|\/+$/g, '');
      if (!/^[\w-]+(?:\/[\w-]+)*$/.test(trimmed)) throw new TypeError(`${JSON.stringify(path)} is no path of a namespace.`);
      trimmed.split('/').forEach((_segment, index, segments) => namespaceAt(segments.slice(0, index + 1).join('/')));
      return namespaceAt(trimmed).control;
    },
    sealed: false,
  };

  async function perform(request: VaultRequest): Promise<Result | undefined> {
    const { namespace, path, isMounted, handler } = destinationOf(namespaces, root, request);
    const call = { namespace, tokens, path, fields: request.fields, clock };
    const operation = request.operation === 'create' ? 'update' : request.operation;
    if (handler?.isLogin === true) {
      const logIn = handler.operations[operation];
      if (!logIn) throw new VaultRefusal(405, 'unsupported operation');
      return await logIn({ ...call, caller: undefined });
    }
    if (request.token === undefined) throw tokenMissing();
    const token = tokens.find(request.token);
    if (!token) throw tokenInvalid();
    const endToken = tokens.use(token);
    try {
      requirePermission(token, namespace, path, request, handler);
      if (!isMounted) throw noHandler(path);
      if (!handler) throw unsupportedPath();
      const operate = handler.operations[operation];
      if (!operate) throw unsupportedOperation();
      const result = await operate({ ...call, caller: { text: request.token, token } });
      return result && { mountType: handler.mountType, ...result };
    } finally {
      endToken?.();
    }
  }

  function requirePermission(token: Token, namespace: Namespace, path: string, request: VaultRequest, handler: Handler | undefined): void {
    const isWithin = token.namespace === '' || namespace.path === token.namespace || namespace.path.startsWith(`${token.namespace}/`);
    if (!isWithin) throw permissionDenied();
    if (token.policies.includes('root') || handler?.needsNoPolicy === true) return;
    const owner = namespaceAt(token.namespace);
    const between = namespace.path.slice(owner.path.length).replace(/^\//, '');
    const seen = between === '' ? path : `${between}/${path}`;
    const allowed = allowedCapabilities(owner.rulesOf(token.policies), seen, request.operation === 'list');
    const wanted: Capability = request.operation === 'update' && handler?.exists === false ? 'create' : request.operation;
    if (!allowed.has(wanted) || (handler?.needsSudo === true && !allowed.has('sudo'))) throw permissionDenied();
  }

  return {
    control,
    namespace: (path) => namespaceAt(path === '' ? '' : control.namespace(path).path),
    async answer(call) {
      const { pathname, search } = call.url;
      // As the router of Go's HTTP server does.
      if (pathname.includes('//')) return { status: 307, headers: { ...headers, location: `${pathname.replace(/\/{2,}/g, '/')}${search}` }, body: '' };
      try {
        const state = stateAnswer(call, { name, id, sealed: control.sealed, now: clock.now() });
        if (state) return state;
        if (control.sealed) throw serverSealed();
        return answerOf(await perform(readRequest(call)));
      } catch (error) {
        if (error instanceof VaultRefusal) return error.answer;
        throw error;
      }
    },
  };
}

// The header names a namespace, and the path may lead on into one below it. What is no namespace stays part of the path.
function destinationOf(namespaces: ReadonlyMap<string, Namespace>, root: Namespace, request: VaultRequest): Destination {
  const whole = [request.namespace, request.path].filter((part) => part !== '').join('/');
  const within = [...namespaces.values()].filter(({ path }) => path !== '' && whole.startsWith(`${path}/`)).toSorted((one, other) => one.path.length - other.path.length);
  const namespace = within.at(-1) ?? root;
  const path = namespace.path === '' ? whole : whole.slice(namespace.path.length + 1);
  return { namespace, path, ...handlerAt(namespace, path, request) };
}

function handlerAt(namespace: Namespace, path: string, { operation }: VaultRequest): Pick<Destination, 'isMounted' | 'handler'> {
  if (path.startsWith('sys/')) return { isMounted: true, handler: systemHandler(path.slice('sys/'.length)) };
  if (path.startsWith('auth/token/')) return { isMounted: true, handler: tokenHandler(path.slice('auth/token/'.length)) };
  if (path.startsWith('auth/')) {
    const auth = namespace.auth.of(path.slice('auth/'.length));
    return { isMounted: auth !== undefined, handler: auth?.mount.engine.handler(auth.rest) };
  }
  const secrets = namespace.secrets.of(path);
  return { isMounted: secrets !== undefined, handler: secrets?.mount.engine.handler(secrets.rest, operation) };
}
