import type { Access, Principal } from '../access/principal.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { networkOf } from './network-of.ts';
import { createTokenBuckets, type BucketSize, type Taken } from './token-buckets.ts';

export interface RateLimitSizes {
  /** Of each organization, over all its members and tokens. */
  readonly organization: BucketSize;
  /** Of each worker on its own routes: claims, heartbeats, logs. */
  readonly worker: BucketSize;
  /** Credentials that were refused, by network; refusals of a known caller, by caller. */
  readonly refusals: BucketSize;
}

/** What the settings begin with. */
export const usualRateLimits: RateLimitSizes = {
  organization: { capacity: 600, perSecond: 50 },
  worker: { capacity: 600, perSecond: 100 },
  refusals: { capacity: 120, perSecond: 1 },
};

export interface RateLimits {
  /** @throws PlatformError `RATE_LIMITED`. @returns the headers that say what is left */
  admit(access: Access, principal: Principal | undefined, organization: string, address: string): Readonly<Record<string, string>>;
  /** @throws PlatformError `ATTEMPTS_EXHAUSTED` */
  admitAttempt(key: string): void;
  refused(key: string): void;
}

export function createRateLimits(sizes: RateLimitSizes, now: () => number): RateLimits {
  const organizations = createTokenBuckets(sizes.organization, now);
  const workers = createTokenBuckets(sizes.worker, now);
  const refusals = createTokenBuckets(sizes.refusals, now);
  return {
    admit(access, principal, organization, address) {
      const isWorker = access.to === 'worker' && principal?.kind === 'worker';
      const taken = isWorker ? workers.take(principal.workerId) : organizations.take(ownerOf(principal, organization, address));
      const headers = headersOf(taken);
      if (!taken.allowed) throw new PlatformError({ code: 'RATE_LIMITED', headers: { ...headers, 'retry-after': String(taken.retryAfter) } });
      return headers;
    },
    admitAttempt(key) {
      const { allowed, retryAfter } = refusals.look(key);
      if (!allowed) throw new PlatformError({ code: 'ATTEMPTS_EXHAUSTED', headers: { 'retry-after': String(retryAfter) } });
    },
    refused: (key) => void refusals.take(key),
  };
}

/** Whose bucket it is: the organization's wherever there is one. */
export function ownerOf(principal: Principal | undefined, organization: string, address: string): string {
  if (organization !== '') return organization;
  if (principal === undefined) return `network ${networkOf(address)}`;
  return principal.kind === 'person' ? `person ${principal.userId}` : principal.organizationId;
}

function headersOf({ limit, remaining, reset }: Taken): Record<string, string> {
  return { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-reset': String(reset) };
}
