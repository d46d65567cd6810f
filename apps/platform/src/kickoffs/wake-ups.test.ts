import { expect, test } from 'vitest';
import { createWakeUps } from './wake-ups.ts';

const never = new AbortController().signal;
const byHand = (): { run(): void; after: (ms: number, work: () => void) => () => void; pending(): number } => {
  const timers = new Set<() => void>();
  return { run: () => { for (const work of timers) work(); }, after: (_, work) => { timers.add(work); return () => { timers.delete(work); }; }, pending: () => timers.size };
};

test('what happens between listening and waiting is not missed', async () => {
  const { after, pending } = byHand();
  const wakeUps = createWakeUps({ after });
  using listener = wakeUps.listen('a');
  wakeUps.wake('a');
  await listener.next(1_000, never);
  expect(pending()).toBe(0);
});

test('a wait ends by a wake-up of its topic, by its time and by its signal, and leaves no timer', async () => {
  const timer = byHand();
  const wakeUps = createWakeUps({ after: timer.after });
  using listener = wakeUps.listen('a');
  const abort = new AbortController();
  for (const end of [() => wakeUps.wake('a'), () => timer.run(), () => abort.abort()]) {
    let ended = false;
    const wait = listener.next(1_000, abort.signal).then(() => { ended = true; });
    wakeUps.wake('b');
    await Promise.resolve();
    expect(ended).toBe(false);
    end();
    await wait;
    expect(timer.pending()).toBe(0);
  }
});
