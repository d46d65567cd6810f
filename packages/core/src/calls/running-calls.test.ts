import { CarnetError } from '@carnet/provider';
import { describe, expect, it } from 'vitest';
import { manualClock, type ManualClock } from '../testing/manual-clock.ts';
import { Alarm } from './alarm.ts';
import { RunningCalls } from './running-calls.ts';

function started(): { readonly clock: ManualClock; readonly calls: RunningCalls; readonly signals: AbortSignal[]; stuck(what?: string): Promise<unknown> } {
  const clock = manualClock(0);
  const calls = new RunningCalls(new Alarm(clock, 10_000));
  const signals: AbortSignal[] = [];
  const stuck = (what = 'Reading'): Promise<unknown> => calls.run(what, 10_000, (signal) => {
    signals.push(signal);
    return new Promise(() => undefined);
  }).catch((error: CarnetError) => [error.code, error.message, clock.now()]);
  return { clock, calls, signals, stuck };
}

describe('calls into foreign code', () => {
  it('of one turn are late together, and those of a later turn have their whole time', async () => {
    const { clock, signals, stuck } = started();
    const first = [stuck(), stuck()];
    await clock.finish(clock.sleep(3_000));
    const later = stuck();
    const late = ['DEADLINE_EXCEEDED', 'Reading took longer than 10000 ms.'];
    expect(await clock.finish(Promise.all(first))).toEqual([[...late, 10_000], [...late, 10_000]]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false]);
    expect(await clock.finish(later)).toEqual([...late, 13_000]);
    expect(new Set(signals).size).toBe(2);
  });

  it('tell of their own lateness, although they began in the same turn', async () => {
    const { clock, stuck } = started();
    const answers = await clock.finish(Promise.all([stuck('Reading'), stuck('Signing in')]));
    expect(answers).toEqual(['Reading', 'Signing in'].map((what) => ['DEADLINE_EXCEEDED', `${what} took longer than 10000 ms.`, 10_000]));
  });

  it('that are done keep their answer when another of the turn is late', async () => {
    const { clock, calls, stuck } = started();
    const done = calls.run('Reading', 10_000, () => 'value');
    const late = stuck();
    expect(await clock.finish(done)).toBe('value');
    expect(await clock.finish(late)).toEqual(['DEADLINE_EXCEEDED', 'Reading took longer than 10000 ms.', 10_000]);
  });

  it('all end with the operation', async () => {
    const { clock, calls, signals, stuck } = started();
    const ended = [stuck(), stuck('Signing in')];
    calls.stopAll(new CarnetError({ code: 'ABORTED', message: 'x' }));
    expect(await clock.finish(Promise.all(ended))).toEqual([['ABORTED', 'x', 0], ['ABORTED', 'x', 0]]);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });
});
