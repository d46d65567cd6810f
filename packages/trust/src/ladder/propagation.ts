import type { CarnetError, Clock, ErrorCode } from '@carnet/provider';
import { errorOf } from './failed-rung.ts';
import type { Attempt } from './ladder-request.ts';
import { abortError } from './timed.ts';

const youngestMs = 15 * 60_000;
const windowMs = 5 * 60_000;
const pauseMs = 10_000;

// What a cloud answers until it has seen a new registration or role.
const passing: Readonly<Record<Attempt['rung'], readonly ErrorCode[]>> = {
  exchange: ['TRUST_REJECTED', 'PRINCIPAL_NOT_FOUND'],
  secret: ['ACCESS_DENIED'],
};

export interface Propagation {
  readonly clock: Clock;
  readonly createdAt?: number | undefined;
  readonly onAttempt?: ((attempt: Attempt) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Tries again every 10 s for up to 5 min what was registered less than 15 min ago and may not be seen yet. Everything else is tried once. */
export async function untilSeen<T>({ clock, createdAt, onAttempt, signal }: Propagation, rung: Attempt['rung'], work: () => Promise<T>): Promise<T> {
  const startedAt = clock.now();
  const isYoung = createdAt !== undefined && startedAt - createdAt < youngestMs;
  for (let number = 1; ; number += 1) {
    try {
      return await work();
    } catch (error) {
      const refusal: CarnetError = errorOf(error);
      if (!isYoung || !passing[rung].includes(refusal.code) || clock.now() - startedAt + pauseMs > windowMs || signal?.aborted) throw error;
      onAttempt?.({ rung, number, error: refusal, waitMs: pauseMs });
      await clock.sleep(pauseMs, { signal }).catch(() => {
        throw abortError(signal);
      });
    }
  }
}
