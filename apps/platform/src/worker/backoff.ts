import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './platform-client.ts';

/** 0 up to, and not including, 1. */
export type Random = () => number;

const leastMs = 250;
const mostMs = 15_000;

/** Longer with each attempt, up to a bound, and each time another one, so that many workers do not come at once. */
export function pauseMs(attempt: number, random: Random, asked = 0): number {
  return Math.max(asked, Math.min(mostMs, leastMs * 2 ** Math.min(attempt, 10))) * (0.5 + random());
}

/** Nothing was decided: the same may be said again. */
export function isPassing({ status }: Answer): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

/** Settles early, and never rejects, when the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
