import { humanDuration } from '../go-values.ts';

/** Seconds that Vault gives a token where nothing else is said, and the most that a mount gives: 32 days. */
export const systemTtl: number = 32 * 24 * 3600;

export interface Lifetime {
  readonly seconds: number;
  readonly warnings?: readonly string[];
}

/** How long a token may live from now on, `age` seconds after it was issued. What is 0 or undefined sets no limit of its own. */
export function lifetime(options: { readonly wanted: number | undefined; readonly usual: number; readonly max: number; readonly explicitMax?: number | undefined; readonly age?: number }): Lifetime {
  const { wanted = 0, usual, max, explicitMax = 0, age = 0 } = options;
  const longest = Math.min(...[systemTtl, max, explicitMax].filter((limit) => limit > 0)) - age;
  const seconds = [wanted, usual, systemTtl].find((limit) => limit > 0) ?? systemTtl;
  if (seconds <= longest) return { seconds };
  return { seconds: longest, warnings: [`TTL of "${humanDuration(seconds)}" exceeded the effective max_ttl of "${humanDuration(longest)}"; TTL value is capped accordingly`] };
}
