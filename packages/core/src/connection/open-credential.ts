import { checkReference, type Authentication, type Observation, type ProviderContext, type SecretStore, type Step } from '@carnet/provider';
import { foreignError, providerFault, type Origin } from '../calls/foreign-error.ts';
import type { Operation } from '../calls/operation.ts';
import { withRetry, type RetryBudget } from '../calls/retry.ts';
import type { Credential } from '../composition/composition.ts';
import type { Host } from './host.ts';
import { checkedAuthentication } from './provider-answers.ts';
import type { Session } from './session.ts';

/** A credential and its store, which is opened at first use and treated as foreign code. */
export interface OpenCredential {
  readonly credential: Credential;
  readonly session: Session;
  /** Throws `PROVIDER_FAULT`, or what `open` classified. */
  store(): SecretStore;
  canonicalName(name: string): string;
  /** One attempt under a deadline, its failure made one of ours. */
  attempt<T>(operation: Operation, step: Step, limitMs: number, work: (store: SecretStore, signal: AbortSignal, origin: Origin) => T | PromiseLike<T>): Promise<T>;
  authenticate(operation: Operation, budget: RetryBudget): Promise<Authentication>;
  close(operation: Operation): Promise<void>;
}

const whatOf: Partial<Record<Step, string>> = { authenticate: 'Signing in', read: 'Reading', list: 'Listing', write: 'Writing', remove: 'Removing', close: 'Closing' };

export function openCredential(host: Host, credential: Credential, session: Session): OpenCredential {
  const { id } = credential.provider.manifest;
  let opened: SecretStore | undefined;

  const store = (): SecretStore => {
    opened ??= openStore(host, credential, session);
    return opened;
  };

  const attempt: OpenCredential['attempt'] = async (operation, step, limitMs, work) => {
    const origin: Origin = { provider: id, step };
    try {
      const open = store();
      return await operation.call(`${whatOf[step] ?? 'A call'} through credential '${credential.name}'`, limitMs, (signal) => work(open, signal, origin));
    } catch (error) {
      throw foreignError(error, origin);
    }
  };

  return {
    credential,
    session,
    store,
    attempt,
    canonicalName(name) {
      const origin: Origin = { provider: id, step: 'configure' };
      try {
        const open = store();
        const canonical: unknown = open.canonicalName === undefined ? name : open.canonicalName(name);
        if (typeof canonical !== 'string') throw providerFault(origin, 'gave a canonical name that is no text');
        return checkReference({ name: canonical }).name;
      } catch (error) {
        throw foreignError(error, origin);
      }
    },
    async authenticate(operation, budget) {
      const authentication = await withRetry(operation, host, budget, (limitMs) =>
        attempt(operation, 'authenticate', limitMs, async (open, signal, origin) => checkedAuthentication(await open.authenticate({ signal }), origin)));
      session.authenticated(authentication.expiresAt);
      return authentication;
    },
    async close(operation) {
      if (!opened) return;
      const open = opened;
      await attempt(operation, 'close', operation.callMs, async () => open.close?.());
    },
  };
}

function openStore(host: Host, { provider, connection }: Credential, session: Session): SecretStore {
  const origin: Origin = { provider: provider.manifest.id, step: 'configure' };
  const { run } = host;
  const context: ProviderContext = {
    subjectToken: (request?: Parameters<Session['subjectToken']>[0]) => session.subjectToken(request),
    transport: host.transport,
    clock: host.clock,
    random: host.random,
    observe: (observation: Observation) => session.observe(observation),
    session: session.map,
  };
  // What follows from a run is that run's alone: whoever looks at it keeps the session to it.
  if (run !== undefined) Object.defineProperty(context, 'run', { enumerable: true, get: () => (session.retire(), run) });
  Object.freeze(context);
  try {
    const store: unknown = provider.open(connection, context);
    if (isStore(store)) return store;
  } catch (error) {
    throw foreignError(error, origin);
  }
  throw providerFault(origin, 'opened something that is no store');
}

function isStore(value: unknown): value is SecretStore {
  const store = value as SecretStore | null | undefined;
  return typeof store === 'object' && store !== null && typeof store.authenticate === 'function' && typeof store.read === 'function';
}
