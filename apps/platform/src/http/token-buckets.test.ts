import { expect, test } from 'vitest';
import { createTokenBuckets } from './token-buckets.ts';

test('a bucket gives what it holds, says when to come back, and fills again', () => {
  let now = 0;
  const buckets = createTokenBuckets({ capacity: 3, perSecond: 2 }, () => now);
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a')].map(({ allowed, remaining }) => [allowed, remaining])).toEqual([[true, 2], [true, 1], [true, 0]]);
  expect(buckets.take('a')).toEqual({ allowed: false, limit: 3, remaining: 0, retryAfter: 1, reset: 2 });
  expect(buckets.take('b').allowed).toBe(true);
  now = 500;
  expect(buckets.look('a').allowed).toBe(true);
  expect(buckets.take('a').allowed).toBe(true);
  expect(buckets.take('a').allowed).toBe(false);
  now = 60_000;
  expect(buckets.take('a').remaining).toBe(2);
});

test('a clock that goes back neither fills a bucket nor empties it', () => {
  let now = 1_000_000;
  const buckets = createTokenBuckets({ capacity: 2, perSecond: 1 }, () => now);
  buckets.take('a');
  now = 0;
  expect(buckets.take('a').allowed).toBe(true);
  expect(buckets.take('a').allowed).toBe(false);
});

test('beyond the most that are kept, the one not used for longest is forgotten, and the one in use keeps its state', () => {
  const buckets = createTokenBuckets({ capacity: 1, perSecond: 0.001 }, () => 0, 100);
  for (const key of ['in use', 'old']) buckets.take(key);
  for (let index = 0; index < 200; index++) {
    buckets.take(`key ${index}`);
    if (index % 50 === 0) expect(buckets.take('in use').allowed).toBe(false);
  }
  expect(buckets.take('old').allowed).toBe(true);
});
