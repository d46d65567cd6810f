import type { JWTPayload } from 'jose';
import type { LocalClouds } from '../../local-clouds.ts';
import { startLocalClouds } from '../../start-local-clouds.ts';
import { createTestIssuer, type TestIssuer } from '../../testing/test-issuer.ts';
import type { LocalJwtAuth, LocalKv, LocalVaultServer } from '../local-vault.ts';

export interface CallOptions {
  /** Default: a root token; null sends none. */
  readonly token?: string | null;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a server answered, without what differs from one answer to the next. */
export interface Answered {
  readonly status: number;
  readonly errors?: readonly string[];
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly auth?: { readonly client_token: string; readonly lease_duration: number; readonly policies: readonly string[]; readonly metadata: unknown } | null;
  readonly warnings?: readonly string[] | null;
}

export interface TestVault {
  readonly clouds: LocalClouds;
  readonly issuer: TestIssuer;
  readonly server: LocalVaultServer;
  readonly jwt: LocalJwtAuth;
  readonly kv: LocalKv;
  readonly root: string;
  /** The clock; `time` counts in milliseconds and is set by the test. */
  readonly clock: { time: number };
  /** A subject token for the server; a claim that is undefined is left out. */
  mint(changes?: Readonly<Record<string, unknown>>, header?: Record<string, unknown>): Promise<string>;
  call(method: string, path: string, options?: CallOptions): Promise<Answered>;
  /** As the role `reader`, where none is named. */
  logIn(jwt?: string, role?: string): Promise<Answered>;
  tokenOf(role?: string): Promise<string>;
}

/** A server that lets one issuer's subjects in, with a role that may read what is below `secret/app/`. */
export async function startTestVault(): Promise<TestVault & AsyncDisposable> {
  const clock = { time: Date.now(), now: () => clock.time };
  const clouds = await startLocalClouds({ clock });
  const issuer = await createTestIssuer('issuer.example.test', clock.now);
  clouds.route(issuer.host, issuer.fetch);
  const server = clouds.vault.server({ name: 'orders' });
  const kv = server.root.kv();
  const jwt = server.root.jwtAuth({ discoveryUrl: issuer.url, boundIssuer: issuer.url });
  server.root.policy('app', { 'secret/data/app/*': ['read'], 'secret/metadata/app/*': ['list', 'read'] });
  jwt.role({ name: 'reader', boundAudiences: [server.address], policies: ['app'], tokenTtlSeconds: 1200, tokenMaxTtlSeconds: 3600 });
  const root = server.root.token({ policies: ['root'] });

  const call: TestVault['call'] = async (method, path, { token = root, body, headers = {} } = {}) => {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const request = new Request(`${server.address}/v1/${path}`, { method, headers: { ...(token === null ? {} : { 'x-vault-token': token }), ...headers }, ...sent });
    const response = await clouds.transport.fetch(request);
    const text = await response.text();
    return { status: response.status, ...(text === '' ? {} : (JSON.parse(text) as object)) };
  };
  const mint: TestVault['mint'] = (changes, header) => issuer.mint({ aud: server.address, ...(changes as JWTPayload | undefined) }, header);
  const logIn: TestVault['logIn'] = async (token, role = 'reader') => await call('POST', 'auth/jwt/login', { token: null, body: { role, jwt: token ?? (await mint()) } });
  const tokenOf: TestVault['tokenOf'] = async (role) => (await logIn(undefined, role)).auth?.client_token ?? '';
  return { clouds, issuer, server, jwt, kv, root, clock, mint, call, logIn, tokenOf, [Symbol.asyncDispose]: () => clouds.close() };
}
