import type { ProviderContext, SecretStore, Settings, SubjectTokenRequest } from '@carnet/provider';
import { createTestIssuer, type TestIssuer } from '@carnet/provider-testkit';
import { createVault } from '../create-vault.ts';
import { realServer } from './real-server.ts';
import { standIn } from './stand-in.ts';
import { roleName, type Rules, type VaultOwner } from './vault-owner.ts';

export interface SentRequest {
  readonly method: string;
  /** Below `/v1/`, as it was sent, with its query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface TestVault extends VaultOwner {
  readonly issuer: TestIssuer;
  readonly identity: Settings;
  readonly store: Settings;
  readonly context: ProviderContext;
  readonly mints: readonly SubjectTokenRequest[];
  /** What was sent to the server, oldest first. */
  readonly sent: SentRequest[];
  /** What the host hands out. Default: a fresh token each time. */
  source: (request: SubjectTokenRequest) => string;
  mint(changes?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
  freshContext(): ProviderContext;
  open(store?: Settings, context?: ProviderContext, identity?: Settings): SecretStore;
  /** How many requests were sent to paths with this ending of their first part: `login`, `data`, … */
  count(what: RegExp): number;
}

const everything: Rules = { 'data/*': ['create', 'read', 'update', 'patch'], 'metadata/*': ['list', 'delete'] };

/** One role that may do everything at one KV mount, in production configuration but for the transport. A real server where VAULT_ADDR and VAULT_TOKEN are set. */
export async function startTestVault(): Promise<TestVault> {
  const clock = { time: Math.floor(Date.now() / 1000) * 1000 };
  const issuer = createTestIssuer({ now: () => clock.time });
  const { VAULT_ADDR: server, VAULT_TOKEN: rootToken } = process.env;
  const owner = await (server === undefined || rootToken === undefined ? standIn(issuer, clock) : realServer(issuer, server, rootToken));
  await owner.policy(everything);
  await owner.role({});
  const provider = createVault();
  const mints: SubjectTokenRequest[] = [];
  const sent: SentRequest[] = [];
  const freshContext = (): ProviderContext => ({
    subjectToken: (request = {}) => {
      mints.push(request);
      return Promise.resolve(vault.source(request));
    },
    transport: {
      fetch: async (request) => {
        const { pathname, search } = new URL(request.url);
        sent.push({ method: request.method, path: `${pathname.slice('/v1/'.length)}${search}`, headers: request.headers, body: await request.clone().text() });
        return await owner.fetch(request);
      },
      agent: () => { throw new TypeError('Nothing here takes an agent.'); },
    },
    clock: { now: owner.clock.now, sleep: () => Promise.resolve() },
    random: (size) => new Uint8Array(size),
    observe: () => undefined,
    session: new Map(),
  });
  const identity = { address: owner.address, mount: owner.authMount, role: roleName };
  const store = { mount: owner.kvMount, field: 'value' };
  const vault: TestVault = {
    ...owner, issuer, identity, store, mints, sent, freshContext,
    context: freshContext(),
    source: () => vault.mint(),
    mint: (changes, header) => issuer.mint({ aud: owner.address, ...changes }, header),
    open: (at = store, context = vault.context, as = identity) => provider.open({ method: 'workload-identity', identity: as, store: at }, context),
    count: (what) => sent.filter(({ path }) => what.test(path)).length,
    [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
  };
  return vault;
}
