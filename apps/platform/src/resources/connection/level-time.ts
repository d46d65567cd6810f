import type { Rung } from '@carnet/trust';
import { HostedError } from '../../provider-host/provider-host.ts';

/** Every way in which an address gives no answer. Which one it was tells what stands in a network. */
const unanswered: readonly string[] = ['STORE_UNREACHABLE', 'TOKEN_ENDPOINT_UNREACHABLE', 'STORE_ADDRESS_REFUSED', 'DEADLINE_EXCEEDED'];

// Longer than the longest of them takes by itself: 15 s of attempts, and the start of a process or the way to a worker.
const bucketMs = 20_000;

export interface LevelTimeParts {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Where anybody may choose the address, nobody must be able to tell a port that is closed from one that is filtered: both say the same after the same time. */
export async function* withLevelTime(rungs: AsyncIterable<Rung>, { now, sleep }: LevelTimeParts, signal: AbortSignal): AsyncGenerator<Rung> {
  const startedAt = now();
  for await (const rung of rungs) {
    if (rung.error === undefined || !unanswered.includes(rung.error.code)) {
      yield rung;
      continue;
    }
    const durationMs = await endOfBucket({ now, sleep }, startedAt, signal);
    const { id, title, status } = rung;
    yield { id, title, status, durationMs, message, error: { code, message, docsUrl }, diagnosis: { cause: message, cure, severity: 'error' } };
  }
}

/** The same for what has one answer. */
export async function atLevelTime<T>(work: () => Promise<T>, parts: LevelTimeParts, signal: AbortSignal): Promise<T> {
  const startedAt = parts.now();
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HostedError) || !unanswered.includes(error.failure.code)) throw error;
    await endOfBucket(parts, startedAt, signal);
    throw new HostedError({ code, message, hint: cure, docsUrl, retryable: true });
  }
}

const code = 'STORE_UNREACHABLE';
const docsUrl = 'https://carnet.dev/errors/STORE_UNREACHABLE';
const message = 'The address gives no answer that can be used.';
const cure = 'Check the address, and whether the machine that calls it may reach it.';

/** How long it took with the wait. */
async function endOfBucket({ now, sleep }: LevelTimeParts, startedAt: number, signal: AbortSignal): Promise<number> {
  const durationMs = Math.max(1, Math.ceil((now() - startedAt) / bucketMs)) * bucketMs;
  await sleep(startedAt + durationMs - now(), signal);
  return durationMs;
}
