import type { CarnetError, ErrorCode } from '@carnet/provider';
import { errorOf } from './failed-rung.ts';
import type { Attempt, Climb } from './ladder-request.ts';
import { abortError } from './timed.ts';

const youngestMs = 15 * 60_000;
const windowMs = 5 * 60_000;
const pauseMs = 10_000;

// What a cloud answers until it has seen a new registration or role.
const passing: Readonly<Record<Attempt['rung'], readonly ErrorCode[]>> = {
  exchange: ['TRUST_REJECTED', 'PRINCIPAL_NOT_FOUND'],
  secret: ['ACCESS_DENIED'],
};

/** Tries again every 10 s what was registered less than 15 min ago and may not be seen yet, for 5 min in all. Everything else is tried once. */
export async function untilSeen<T>({ clock, createdAt, startedAt, onAttempt, signal }: Climb, rung: Attempt['rung'], work: () => Promise<T>): Promise<T> {
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
