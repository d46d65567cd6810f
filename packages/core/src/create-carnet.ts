import { CarnetError, type Failure, type SecretReference } from '@carnet/provider';
import { runOperation, startOperation, type Operation, type OperationLimits } from './calls/operation.ts';
import type { Carnet, OperationOptions } from './carnet.ts';
import { referenceOf } from './composition/check-variables.ts';
import { compose, isTimeout } from './composition/compose.ts';
import type { Variable } from './composition/composition.ts';
import { suggestion } from './composition/near-name.ts';
import { createConnections } from './connection/connections.ts';
import { federatedIdentity } from './connection/federated-identity.ts';
import type { OpenCredential } from './connection/open-credential.ts';
import { checkedVersion } from './connection/provider-answers.ts';
import { RetryBudget } from './calls/retry.ts';
import { createHost } from './create-host.ts';
import { diagnosedError } from './diagnosed-error.ts';
import { createFingerprintSource } from './fingerprint/fingerprint-source.ts';
import { changeSecret } from './operations/change-secret.ts';
import { listSecrets } from './operations/list-secrets.ts';
import { readSecret } from './operations/read-secret.ts';
import type { CarnetOptions } from './options.ts';
import { draftPlan } from './resolution/draft-plan.ts';
import { draftReads, type CredentialDraft } from './resolution/draft-reads.ts';
import { resolveVariables } from './resolution/resolve.ts';

/**
 * Checks a configuration whole and makes the front door of it. Opens no connection: the first request to the network is
 * that of the first operation.
 *
 * @throws ConfigurationError with everything that is wrong, at once
 * @example
 * ```ts
 * import { createCarnet } from '@carnet/core';
 * import { memoryProvider } from '@carnet/core/memory';
 * await using carnet = createCarnet({
 *   providers: [memoryProvider({ 'api-key': 's3cr3t' })],
 *   credentials: { local: { provider: 'memory', method: 'none' } },
 *   variables: { API_KEY: { credential: 'local', secret: 'api-key' } },
 * });
 * const resolution = await carnet.resolve();
 * console.log(String(resolution.secret('API_KEY'))); // [secret hmac:…]
 * ```
 */
export function createCarnet(options: CarnetOptions): Carnet {
  const environment = Object.freeze({ ...(options?.environment ?? process.env) });
  const composition = compose(options, environment);
  const closing = new AbortController();
  const host = createHost(options, closing.signal);
  const connections = createConnections(host, composition, options.sessions);
  const fingerprintSource = createFingerprintSource({ given: options.fingerprintKey, derived: options.fingerprintKeys, environment });
  const variables = [...composition.variables.values()];
  const stored = variables.filter((variable) => variable.source === 'secret');

  const limits = ({ signal, timeoutMs = host.totalMs }: OperationOptions = {}): OperationLimits => {
    if (!isTimeout(timeoutMs)) throw new CarnetError({ code: 'CONFIG_INVALID', message: 'timeoutMs must be milliseconds, at least 1.' });
    return { clock: host.clock, callMs: host.callMs, totalMs: timeoutMs, signals: [closing.signal, signal] };
  };
  const refuseWhenClosed = (): void => {
    if (closing.signal.aborted) throw closing.signal.reason;
  };
  let draftOfAll: readonly CredentialDraft[] | undefined;
  const select = (only: readonly string[] | undefined): { readonly chosen: readonly Variable[]; readonly drafts: readonly CredentialDraft[] } => {
    refuseWhenClosed();
    const unknown = (only ?? []).filter((name) => !composition.variables.has(name));
    if (unknown.length > 0) {
      const sentences = unknown.map((name) => `No variable found under the name '${name.slice(0, 100)}'.${suggestion(name, [...composition.variables.keys()])}`);
      throw new CarnetError({ code: 'VARIABLE_NOT_FOUND', message: sentences.join(' ') });
    }
    if (only) {
      const names = new Set(only);
      return { chosen: variables.filter(({ name }) => names.has(name)), drafts: draftReads(stored, names, connections.open) };
    }
    const drafts = draftOfAll ?? draftReads(stored, new Set(composition.variables.keys()), connections.open);
    // A provider that could not be opened may open the next time.
    if (!drafts.some(({ fault }) => fault)) draftOfAll = drafts;
    return { chosen: variables, drafts };
  };
  const knownNames = (credential: string): readonly string[] =>
    stored.filter((variable) => variable.credential.name === credential).map(({ reference }) => reference.name);

  const onCredential = async <T>(
    name: string, step: Failure['operation'], given: OperationOptions | undefined, reference: SecretReference | undefined,
    work: (operation: Operation, open: OpenCredential) => Promise<T>,
  ): Promise<T> => await runOperation(limits(given), async (operation) => {
    const open = connections.named(name);
    try {
      return await work(operation, open);
    } catch (error) {
      connections.retire();
      throw diagnosedError({ error: error as CarnetError, operation: step, open, reference, knownNames: knownNames(name) });
    }
  });

  const resolve: Carnet['resolve'] = async ({ only, ...given } = {}) => await runOperation(limits(given), async (operation) => {
    const { chosen, drafts } = select(only);
    try {
      return await resolveVariables(host, operation, { variables: chosen, drafts, fingerprint: await fingerprintSource(), knownNames });
    } catch (error) {
      // What was mended since, such as a policy that a token carries, may need a new exchange.
      connections.retire();
      throw error;
    }
  });

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing.abort(closing.signal.aborted ? undefined : new CarnetError({ code: 'ABORTED', message: 'This Carnet is closed.', hint: 'Make a new one with createCarnet().' }));
    closed ??= connections.close().finally(() => host.release());
    return closed;
  };

  return {
    resolve,
    get: async (variable, given) => (await resolve({ ...given, only: [variable] })).secret(variable),
    read: async (credential, text, given) => {
      const reference = referenceOf(text);
      refuseWhenClosed();
      const fingerprint = await fingerprintSource();
      return await onCredential(credential, 'read', given, reference, (operation, open) => readSecret(host, operation, open, reference, fingerprint));
    },
    async* list(credential, { prefix, ...given } = {}) {
      const { operation, end } = startOperation(limits(given));
      try {
        refuseWhenClosed();
        const open = connections.named(credential);
        try {
          yield* listSecrets(host, operation, open, prefix);
        } catch (error) {
          throw diagnosedError({ error: error as CarnetError, operation: 'list', open });
        }
      } finally {
        end();
      }
    },
    write: async (credential, name, value, given) => {
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : new Uint8Array(value);
      const reference = referenceOf({ name });
      return await onCredential(credential, 'write', given, reference, (operation, open) => changeSecret(operation, open, 'write', async (store, signal, origin) =>
        checkedVersion(await store.write?.(open.canonicalName(name), bytes, { signal }), origin)));
    },
    remove: async (credential, name, given) => {
      const reference = referenceOf({ name });
      await onCredential(credential, 'remove', given, reference, (operation, open) => changeSecret(operation, open, 'remove', async (store, signal) => {
        await store.remove?.(open.canonicalName(name), { signal });
      }));
    },
    authenticate: async (credential, given) =>
      await onCredential(credential, 'authenticate', given, undefined, (operation, open) => open.authenticate(operation, new RetryBudget())),
    plan: ({ only } = {}) => {
      const { chosen, drafts } = select(only);
      return draftPlan(chosen, drafts);
    },
    identity: (name) => {
      refuseWhenClosed();
      return federatedIdentity(host, connections, composition, name);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
