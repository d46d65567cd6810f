import { PlatformError } from '../errors/platform-error.ts';

const window = 15 * 60_000;
const usualOfOneKey = 5;
/** Many may share an address, so that it has more attempts than one key has. */
const mostOfOneAddress = 100;
const mostRemembered = 10_000;

export interface Attempts {
  /** @throws PlatformError `ATTEMPTS_EXHAUSTED` with Retry-After */
  check(key: string, address: string | undefined): void;
  failed(key: string, address: string | undefined): void;
}

/**
 * Counts failed attempts: five in 15 minutes for each key (the beginning of a token, an e-mail) and address, a hundred for each address.
 * The count is this process's own and bounded: it slows guessing down, and no decision rests on it.
 *
 * @param mostOfOneKey in place of five
 */
export function createAttempts(now: () => number, mostOfOneKey: number = usualOfOneKey): Attempts {
  const failures = new Map<string, { count: number; until: number }>();
  // Where no address is known, all callers would be one.
  const places = (key: string, address: string | undefined) => [{ place: JSON.stringify([key, address]), most: mostOfOneKey }, ...(address === undefined ? [] : [{ place: JSON.stringify([address]), most: mostOfOneAddress }])];
  return {
    check(key, address) {
      for (const { place, most } of places(key, address)) {
        const seen = failures.get(place);
        if (!seen || seen.count < most || seen.until <= now()) continue;
        throw new PlatformError({ code: 'ATTEMPTS_EXHAUSTED', headers: { 'retry-after': String(Math.ceil((seen.until - now()) / 1000)) } });
      }
    },
    failed(key, address) {
      for (const { place } of places(key, address)) {
        const seen = failures.get(place);
        const next = seen && seen.until > now() ? { count: seen.count + 1, until: seen.until } : { count: 1, until: now() + window };
        failures.delete(place);
        failures.set(place, next);
      }
      for (const oldest of failures.keys()) {
        if (failures.size <= mostRemembered) break;
        failures.delete(oldest);
      }
    },
  };
}
