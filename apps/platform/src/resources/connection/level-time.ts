import type { Rung } from '@carnet/trust';

/** Every way in which an address gives no answer. Which one it was tells what stands in a network. */
const unanswered: readonly string[] = ['STORE_UNREACHABLE', 'TOKEN_ENDPOINT_UNREACHABLE', 'STORE_ADDRESS_REFUSED', 'DEADLINE_EXCEEDED'];

// As long as the longest of them takes by itself.
const bucketMs = 15_000;

export interface LevelTimeParts {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Where anybody may choose the address, a test must not tell a port that is closed from one that is filtered: both say the same after the same time. */
export async function* withLevelTime(rungs: AsyncIterable<Rung>, { now, sleep }: LevelTimeParts, signal: AbortSignal): AsyncGenerator<Rung> {
  const startedAt = now();
  for await (const rung of rungs) {
    if (rung.error === undefined || !unanswered.includes(rung.error.code)) {
      yield rung;
      continue;
    }
    const buckets = Math.max(1, Math.ceil((now() - startedAt) / bucketMs));
    await sleep(startedAt + buckets * bucketMs - now(), signal);
    yield leveled(rung, buckets * bucketMs);
  }
}

function leveled({ id, title, status }: Rung, durationMs: number): Rung {
  const message = 'The address gives no answer that can be used.';
  return {
    id, title, status, durationMs, message,
    error: { code: 'STORE_UNREACHABLE', message, docsUrl: 'https://carnet.dev/errors/STORE_UNREACHABLE' },
    diagnosis: { cause: message, cure: 'Check the address, and whether the machine that does the test may reach it.', severity: 'error' },
  };
}
