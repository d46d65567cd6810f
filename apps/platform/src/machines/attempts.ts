import { PlatformError } from '../errors/platform-error.ts';
import { networkOf } from '../http/network-of.ts';

const window = 15 * 60_000;
const usualOfOneKey = 5;
/** Many may share a network, so that it has more attempts than one key has. */
const mostOfOneNetwork = 100;
const mostRemembered = 10_000;

export interface Attempts {
  /**
   * Counts an attempt before anybody knows how it ends: of many at once, no more are made than one after another.
   *
   * @returns takes it back, for one that did not fail
   * @throws PlatformError `ATTEMPTS_EXHAUSTED` with Retry-After
   */
  begin(key: string, address: string | undefined): () => void;
}

/**
 * Counts failed attempts: five in 15 minutes for each key (the beginning of a token, an e-mail) and network, a hundred for each network.
 * The count is this process's own and bounded: it slows guessing down, and no decision rests on it.
 *
 * @param mostOfOneKey in place of five
 */
export function createAttempts(now: () => number, mostOfOneKey: number = usualOfOneKey): Attempts {
  const failures = new Map<string, { count: number; until: number }>();
  // Where no address is known, all callers would be one.
  function placesOf(key: string, address: string | undefined): readonly { readonly place: string; readonly most: number }[] {
    // Where no address is known, all callers would be one.
    if (address === undefined) return [{ place: JSON.stringify([key]), most: mostOfOneKey }];
    const network = networkOf(address);
    return [{ place: JSON.stringify([key, network]), most: mostOfOneKey }, { place: JSON.stringify([network]), most: mostOfOneNetwork }];
  }

  return {
    begin(key, address) {
      const places = placesOf(key, address);
      const at = now();
      for (const { place, most } of places) {
        const seen = failures.get(place);
        if (seen && seen.count >= most && seen.until > at) throw new PlatformError({ code: 'ATTEMPTS_EXHAUSTED', headers: { 'retry-after': String(Math.ceil((seen.until - at) / 1000)) } });
      }
      const counted = places.map(({ place }) => {
        const seen = failures.get(place);
        const entry = seen && seen.until > at ? seen : { count: 0, until: at + window };
        entry.count += 1;
        failures.delete(place);
        failures.set(place, entry);
        return entry;
      });
      for (const oldest of failures.keys()) {
        if (failures.size <= mostRemembered) break;
        failures.delete(oldest);
      }
      return () => { for (const entry of counted) entry.count -= 1; };
    },
  };
}
