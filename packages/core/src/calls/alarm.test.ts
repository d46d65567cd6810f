import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { Alarm } from './alarm.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('the deadlines of one operation', () => {
  it('ring each at its time, on one timer', async () => {
    const clock = manualClock(0);
    const alarm = new Alarm(clock, 10_000);
    const rung: [string, number][] = [];
    const note = (name: string) => () => void rung.push([name, clock.now()]);
    alarm.set(60_000, note('whole'));
    alarm.set(10_000, note('first'));
    await clock.finish(Promise.resolve());
    expect(clock.pendingTimers).toBe(1);
    await clock.finish(clock.sleep(3_000));
    alarm.set(10_000, note('second'));
    alarm.set(500, note('near'));
    await clock.finish(clock.sleep(100_000));
    expect(rung).toEqual([['near', 3_500], ['first', 10_000], ['second', 13_000], ['whole', 60_000]]);
  });

  it('do not ring once taken away, and leave no timer at the end', async () => {
    const clock = manualClock();
    const alarm = new Alarm(clock, 10);
    const rung: string[] = [];
    const disarm = alarm.set(10, () => void rung.push('taken away'));
    alarm.set(20, () => void rung.push('ended'));
    disarm();
    await clock.finish(clock.sleep(15));
    alarm.end();
    expect(clock.pendingTimers).toBe(0);
    await clock.finish(clock.sleep(100));
    expect(rung).toEqual([]);
  });

  it('ring although the clock is set back', async () => {
    const inner = manualClock(0);
    const alarm = new Alarm({ now: () => -inner.now(), sleep: (milliseconds, options) => inner.sleep(milliseconds, options) }, 10);
    const rung: number[] = [];
    for (const after of [10, 25]) alarm.set(after, () => void rung.push(inner.now()));
    await inner.finish(inner.sleep(100));
    expect(rung).toEqual([10, 25]);
  });

  it('ring by the system clock, and not after the end', () => {
    vi.useFakeTimers();
    const rung: string[] = [];
    const alarm = new Alarm(systemClock, 10);
    alarm.set(10, () => void rung.push('first'));
    alarm.set(30, () => void rung.push('second'));
    vi.advanceTimersByTime(20);
    expect(rung).toEqual(['first']);
    alarm.end();
    expect(vi.getTimerCount()).toBe(0);
  });
});
