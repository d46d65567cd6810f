import { expect, test } from 'vitest';
import type { HostProcess } from './host-process.ts';
import { ProcessPool, type Place, type ProcessOwner, type ProcessPoolOptions } from './process-pool.ts';

const options = { mostProcesses: 2, processesForNewcomers: 0, mostProcessesOfOne: 2, mostCallsOfOne: 2, mostWaitingOfOne: 2, patienceMs: 60_000, idleMs: 60_000, mostCallsOfProcess: 3, backoffMs: { first: 60_000, most: 60_000 } };

/** A pool over processes that do nothing, and end when they are told to. */
function poolOf(changes: Partial<ProcessPoolOptions> = {}): { readonly pool: ProcessPool; readonly started: { crash(): void }[]; take(owner: Partial<ProcessOwner>): Promise<Place> } {
  const started: { crash(): void }[] = [];
  const pool = new ProcessPool({
    ...options,
    start(onEnd) {
      let isUsable = true;
      const stop = (wasAsked: boolean): void => {
        if (!isUsable) return;
        isUsable = false;
        onEnd(wasAsked);
      };
      started.push({ crash: () => stop(false) });
      const process: Pick<HostProcess, 'isUsable' | 'end'> = {
        get isUsable() {
          return isUsable;
        },
        async end() {
          await Promise.resolve();
          stop(true);
        },
      };
      return process as HostProcess;
    },
    ...changes,
  });
  return { pool, started, take: (owner) => pool.take({ organization: undefined, package: undefined, ...owner }, new AbortController().signal) };
}

const settled = async (place: Promise<Place>): Promise<boolean> => {
  const late = new Promise<false>((resolve) => { setImmediate(() => resolve(false)); });
  return await Promise.race([place.then(() => true), late]);
};

test('a package that is stuck in work of no organization holds up no other package, and not the composition', async () => {
  const { take } = poolOf();
  await take({ package: 'stuck' });
  await take({ package: 'stuck' });
  expect(await settled(take({ package: 'stuck' }))).toBe(false);
  expect(await settled(take({ package: 'other' }))).toBe(true);
  expect(await settled(take({}))).toBe(true);
});

test('whoever asks too much at once is told so, and not somebody else', async () => {
  const { take } = poolOf();
  const held = [await take({ asker: 'a' }), await take({ asker: 'a' })];
  void take({ asker: 'a' });
  void take({ asker: 'a' });
  await expect(take({ asker: 'a' })).rejects.toMatchObject({ failure: { code: 'OVERLOADED' } });
  const theirs = take({ asker: 'b' });
  for (const place of held) place.release();
  expect(await settled(theirs)).toBe(false);
});

test('an organization has so many calls at once, and another one has its own', async () => {
  const { take } = poolOf();
  const first = await take({ organization: 'a' });
  await take({ organization: 'a', package: 'p' });
  const third = take({ organization: 'a' });
  expect(await settled(third)).toBe(false);
  first.release();
  expect(await settled(third)).toBe(true);
});

test('three organizations that hold on to all that they get leave a process to whoever has none, and a second one waits for that', async () => {
  const { take } = poolOf({ mostProcesses: 6, processesForNewcomers: 1, mostCallsOfOne: 8 });
  const held = ['a', 'b', 'c'].flatMap((organization) => [take({ organization }), take({ organization, package: 'p' })]);
  expect(await Promise.all(held.map(settled))).toEqual([true, true, true, true, true, false]);
  // What is given goes on to take the calls of its organization.
  expect(await settled(take({ organization: 'c' }))).toBe(true);
  const [first, second] = [take({ organization: 'd' }), take({ organization: 'e' })];
  expect([await settled(first), await settled(second)]).toEqual([true, false]);
  // What an organization has without work stands in nobody's way.
  (await first).release();
  expect([await settled(second), await settled(held[5]!)]).toEqual([true, false]);
  (await second).release();
  expect(await settled(held[5]!)).toBe(false);
  (await held[0]!).release();
  expect(await settled(held[5]!)).toBe(true);
});

test('an organization whose own process is without work gives it up for another one of its own', async () => {
  const { take, started } = poolOf({ mostProcesses: 3, processesForNewcomers: 1 });
  (await take({ organization: 'a' })).release();
  await take({ organization: 'b' });
  await take({ organization: 'c' });
  expect(await settled(take({ organization: 'a', package: 'p' }))).toBe(true);
  expect(started).toHaveLength(4);
});

test('a process that is spent, or that has nothing to do, makes room', async () => {
  const { take, started } = poolOf();
  for (let call = 0; call < 4; call += 1) (await take({ organization: 'a' })).release();
  expect(started).toHaveLength(2);
  await take({ organization: 'b' });
  await take({ organization: 'c' });
  expect(started).toHaveLength(4);
  expect(await settled(take({ organization: 'd' }))).toBe(false);
});

test('after the second crash in a row a process is not started again at once, and one that worked counts anew', async () => {
  const { take, started } = poolOf();
  await take({ organization: 'a' });
  started[0]?.crash();
  await take({ organization: 'a' });
  started[1]?.crash();
  expect(await settled(take({ organization: 'a' }))).toBe(false);
  expect(await settled(take({ organization: 'b' }))).toBe(true);
  expect(started).toHaveLength(3);
});
