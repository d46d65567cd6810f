import { expect, test } from 'vitest';
import { withUnheard } from './unheard.ts';

const reject = async (): Promise<void> => {
  void Promise.reject(new Error('nobody hears of it'));
  await Promise.resolve();
};

test('a rejected promise that nobody hears of is counted, and one that is heard of is not', async () => {
  expect(await withUnheard(reject)).toMatchObject({ unheard: 1 });
  expect(await withUnheard(async () => await Promise.reject(new Error('heard')).catch(() => 'result'))).toEqual({ result: 'result', unheard: 0 });
});

test('each of several that run at once counts, and the listeners of the process are there again after the last', async () => {
  const before = process.listeners('unhandledRejection');
  const outer = await withUnheard(async () => await Promise.all([withUnheard(reject), withUnheard(async () => { await new Promise(setImmediate); })]));
  expect([outer.unheard, ...outer.result.map(({ unheard }) => unheard)]).toEqual([1, 1, 1]);
  expect(process.listeners('unhandledRejection')).toEqual(before);
});

test('work that throws leaves the listeners as they were', async () => {
  const before = process.listeners('unhandledRejection');
  await expect(withUnheard(() => Promise.reject(new TypeError('broken')))).rejects.toThrow(TypeError);
  expect(process.listeners('unhandledRejection')).toEqual(before);
});
