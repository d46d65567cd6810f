import { PlatformError } from '../errors/platform-error.ts';
import { createTokenBuckets } from '../http/token-buckets.ts';
import type { KickoffLimits } from './kickoff-parts.ts';

/**
 * Admits one token past the cache, of one kickoff and config: each is signed and written down anew.
 *
 * @throws PlatformError `RATE_LIMITED`
 */
export type AdmitRenewal = (kickoff: string, workloadIdentity: string) => void;

// A provider renews once for each exchange that a cloud refused.
const burst = 10;

export function createRenewalLimit({ renewalsPerMinute }: Pick<KickoffLimits, 'renewalsPerMinute'>, now: () => number): AdmitRenewal {
  const buckets = createTokenBuckets({ capacity: Math.max(burst, renewalsPerMinute / 10), perSecond: renewalsPerMinute / 60 }, now);
  return (kickoff, workloadIdentity) => {
    const { allowed, retryAfter } = buckets.take(`${kickoff} ${workloadIdentity}`);
    if (!allowed) throw new PlatformError({ code: 'RATE_LIMITED', message: 'The kickoff renews the token of this workload identity config too often.', headers: { 'retry-after': String(retryAfter) } });
  };
}
