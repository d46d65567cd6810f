import { CarnetError, type ListedSecret } from '@carnet/provider';
import { foreignError } from '../calls/foreign-error.ts';
import type { Operation } from '../calls/operation.ts';
import { RetryBudget, withRetry } from '../calls/retry.ts';
import type { Host } from '../connection/host.ts';
import type { OpenCredential } from '../connection/open-credential.ts';
import { checkedListed, checkedStep } from '../connection/provider-answers.ts';

const mostNames = 10_000;

interface Step {
  readonly iterator: AsyncIterator<unknown>;
  readonly signal: AbortController;
  readonly done: boolean;
  readonly value: unknown;
}

/**
 * The names in a store, each once and at most 10,000: a store whose pages go round in a circle ends. Each step has the
 * deadline of a call; only the first is repeated, because afterwards names were handed out.
 */
export async function* listSecrets(host: Host, operation: Operation, open: OpenCredential, prefix: string | undefined): AsyncGenerator<ListedSecret, void, undefined> {
  const origin = { provider: open.credential.provider.manifest.id, step: 'list' as const };
  if (open.store().list === undefined) {
    throw new CarnetError({ code: 'OPERATION_NOT_SUPPORTED', message: `Provider '${origin.provider}' has no list of names: type the name.`, ...origin });
  }
  let step = await withRetry(operation, host, new RetryBudget(), (limitMs) => firstStep(operation, open, prefix, limitMs));
  const seen = new Set<string>();
  let taken = 0;
  try {
    for (; !step.done; step = { ...step, ...(await nextStep(operation, open, step)) }) {
      taken += 1;
      if (taken > mostNames) {
        host.log(`Credential '${open.credential.name}': the list of names stops at ${mostNames}.`);
        return;
      }
      const listed = checkedListed(step.value, origin);
      if (seen.has(listed.name)) continue;
      seen.add(listed.name);
      yield listed;
    }
  } finally {
    step.signal.abort(new CarnetError({ code: 'ABORTED', message: 'Nobody reads the list any more.' }));
    if (!step.done) release(step.iterator);
  }
}

async function firstStep(operation: Operation, open: OpenCredential, prefix: string | undefined, limitMs: number): Promise<Step> {
  // The list outlives one call, so it gets a signal of its own, which a deadline of any call ends.
  const signal = new AbortController();
  return await open.attempt(operation, 'list', limitMs, async (store, callSignal, origin) => {
    callSignal.addEventListener('abort', () => signal.abort(callSignal.reason), { once: true });
    const iterable = store.list?.({ signal: signal.signal, ...(prefix === undefined ? {} : { prefix }) });
    const iterator = (iterable as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    return { iterator, signal, ...checkedStep(await iterator.next(), origin) };
  });
}

async function nextStep(operation: Operation, open: OpenCredential, { iterator, signal }: Step): Promise<Pick<Step, 'done' | 'value'>> {
  return await open.attempt(operation, 'list', operation.remainingMs(), async (_store, callSignal, origin) => {
    callSignal.addEventListener('abort', () => signal.abort(callSignal.reason), { once: true });
    return checkedStep(await iterator.next(), origin);
  });
}

/** Told, and not waited for: the reader has what it wanted. */
function release(iterator: AsyncIterator<unknown>): void {
  try {
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  } catch (error) {
    void foreignError(error, { provider: '', step: 'list' });
  }
}
