import { Secret, type Observation, type ProviderContext, type SecretStore, type Settings, type SubjectTokenRequest } from '@carnet/provider';
import { createVault } from '../create-vault.ts';
import { bytes } from './outcomes.ts';

/** One request, as a script sees it. */
export interface ScriptedRequest {
  readonly method: string;
  /** Below `/v1/`, with its query. */
  readonly path: string;
  readonly token: string | null;
  readonly headers: Headers;
  readonly body: string;
  /** Held, so that its signal goes on following the caller's. */
  readonly request: Request;
}

export type Script = (request: ScriptedRequest) => Response | Promise<Response> | undefined;

/** Answers that a test writes, without a network. What the script leaves out is answered as a Vault would that lets everything pass. */
export interface ScriptedVault {
  readonly clock: { time: number };
  readonly requests: ScriptedRequest[];
  readonly mints: SubjectTokenRequest[];
  readonly observations: Observation[];
  readonly context: ProviderContext;
  script: Script;
  source: (request: SubjectTokenRequest) => string | Promise<string>;
  /** The `auth` of the next logins and renewals. */
  auth: Record<string, unknown>;
  freshContext(): ProviderContext;
  open(store?: Settings, context?: ProviderContext, identity?: Settings): SecretStore;
  openWithToken(token?: string): SecretStore;
  count(path: RegExp): number;
}

const address = 'https://vault.example.test:8200';
export const identity: Settings = { address, role: 'reader' };
export const assertion = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ';

export const errors = (status: number, ...messages: readonly string[]): Response => Response.json({ errors: messages }, { status });
export const denied = (): Response => errors(403, '1 error occurred:\n\t* permission denied\n\n');
export const unknownToken = (): Response => errors(403, '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n');
export const entry = (value: unknown, metadata: object = {}): Response =>
  Response.json({ data: { data: value, metadata: { version: 1, created_time: '2026-01-01T00:00:00Z', deletion_time: '', destroyed: false, ...metadata } } });

export function scriptedVault(script: Script = () => undefined): ScriptedVault {
  const clock = { time: 1_790_000_000_000 };
  let logins = 0;

  const answer = async (request: ScriptedRequest): Promise<Response> => {
    const scripted = await vault.script(request);
    if (scripted) return scripted;
    const { path, token } = request;
    if (path.endsWith('/login')) return Response.json({ auth: { client_token: `hvs.token-${logins += 1}`, lease_duration: 3600, renewable: true, num_uses: 0, token_type: 'service', entity_id: 'e-1', ...vault.auth } });
    if (path.endsWith('/renew-self')) return Response.json({ auth: { client_token: token, lease_duration: 3600, renewable: true, num_uses: 0, ...vault.auth } });
    if (path.endsWith('/lookup-self')) return Response.json({ data: { expire_time: null, entity_id: 'e-1' } });
    if (path.endsWith('/revoke-self')) return new Response(null, { status: 204 });
    const mount = /^sys\/internal\/ui\/mounts\/(.+)$/.exec(path)?.[1];
    if (mount !== undefined) return Response.json({ data: { type: 'kv', options: { version: '2' }, path: `${mount}/` } });
    return entry({ value: '1' });
  };
  const provider = createVault();
  const freshContext = (): ProviderContext => ({
    subjectToken: async (request = {}) => {
      vault.mints.push(request);
      return await vault.source(request);
    },
    transport: {
      fetch: async (request) => {
        request.signal.throwIfAborted();
        const { pathname, search } = new URL(request.url);
        const seen = { method: request.method, path: `${pathname.slice('/v1/'.length)}${search}`, token: request.headers.get('x-vault-token'), headers: request.headers, body: await request.text(), request };
        vault.requests.push(seen);
        return await answer(seen);
      },
      agent: () => { throw new TypeError('Nothing here takes an agent.'); },
    },
    clock: { now: () => clock.time, sleep: () => new Promise(() => undefined) },
    random: (size) => new Uint8Array(size),
    observe: (observation) => vault.observations.push(observation),
    session: new Map(),
  });
  const store = { field: 'value' };
  const vault: ScriptedVault = {
    clock, script, freshContext, requests: [], mints: [], observations: [], auth: {},
    context: freshContext(),
    source: () => assertion,
    open: (at = store, context = vault.context, as = identity) => provider.open({ method: 'workload-identity', identity: as, store: at }, context),
    openWithToken: (token = 'hvs.static-canary') => provider.open({ method: 'token', methodSettings: { address }, store, secrets: { token: new Secret(bytes(token)) } }, vault.freshContext()),
    count: (path) => vault.requests.filter((request) => path.test(request.path)).length,
  };
  return vault;
}
