export interface BucketSize {
  /** How many requests at once. */
  readonly capacity: number;
  readonly perSecond: number;
}

export interface Taken {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until there is room for one more. 0 where there is. */
  readonly retryAfter: number;
  /** Whole seconds until the bucket is full again. */
  readonly reset: number;
}

export interface TokenBuckets {
  take(key: string): Taken;
  /** As {@link TokenBuckets.take}, and takes nothing. */
  look(key: string): Taken;
}

/** Token buckets by key. The least used ones are forgotten beyond `most`: a full bucket and none are the same. */
export function createTokenBuckets({ capacity, perSecond }: BucketSize, now: () => number, most = 10_000): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>();

  function use(key: string, wanted: number): Taken {
    const at = now();
    const bucket = buckets.get(key) ?? { tokens: capacity, at };
    // A clock that went back takes nothing away.
    const tokens = Math.min(capacity, bucket.tokens + Math.max(0, at - bucket.at) * perSecond / 1_000);
    const allowed = tokens >= 1;
    const left = allowed ? tokens - wanted : tokens;
    if (wanted > 0) {
      buckets.delete(key);
      buckets.set(key, { tokens: left, at });
      if (buckets.size > most) buckets.delete(buckets.keys().next().value as string);
    }
    return { allowed, limit: capacity, remaining: Math.floor(left), retryAfter: left >= 1 ? 0 : Math.ceil((1 - left) / perSecond), reset: Math.ceil((capacity - left) / perSecond) };
  }

  return { take: (key) => use(key, 1), look: (key) => use(key, 0) };
}
