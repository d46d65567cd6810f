import { expect, test } from 'vitest';
import { createKitClock } from './kit-clock.ts';

test('time moves when the kit moves it, and not by itself', () => {
  const clock = createKitClock(1_000);
  expect(clock.now()).toBe(1_000);
  clock.advance(500);
  expect([clock.now(), clock.sleptMs]).toEqual([1_500, 0]);
});

test('a sleep takes no time, moves the clock and is counted', async () => {
  const clock = createKitClock(0);
  await clock.sleep(3_600_000);
  expect([clock.now(), clock.sleptMs]).toEqual([3_600_000, 3_600_000]);
});

test('nobody sleeps under a signal that has aborted', async () => {
  const clock = createKitClock(0);
  await expect(clock.sleep(10, { signal: AbortSignal.abort(new RangeError('over')) })).rejects.toThrow(RangeError);
  expect([clock.now(), clock.sleptMs]).toEqual([0, 0]);
});
