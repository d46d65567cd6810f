import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../testing/databases.ts';
import { askTogether } from './ask-together.ts';
import { addOrganization, countOrganizations } from './testing/rows.ts';

describe('questions to the database', () => {
  it('of one moment go out as one, and each gets its own answer', async () => {
    const asked: (readonly number[])[] = [];
    const double = askTogether((keys: readonly number[]) => {
      asked.push(keys);
      return Promise.resolve(keys.map((key) => key * 2));
    });
    expect(await Promise.all([double(1), double(2), double(1)])).toEqual([2, 4, 2]);
    expect(await double(1)).toBe(2);
    expect(asked).toEqual([[1, 2, 1], [1]]);
  });

  it('wait for none that went out before, and fail with those that they went out with alone', async () => {
    const first = Promise.withResolvers<readonly string[]>();
    const answers = [first.promise, Promise.resolve(['second'])];
    const ask = askTogether<string, string>(() => answers.shift() ?? Promise.reject(new Error('asked too often')));
    const one = ask('first');
    await new Promise(setImmediate);
    expect(await ask('second')).toBe('second');
    first.reject(new Error('gone'));
    await expect(one).rejects.toThrow('gone');
  });

  it('go out at most a hundred at a time', async () => {
    const sizes: number[] = [];
    const ask = askTogether((keys: readonly number[]) => {
      sizes.push(keys.length);
      return Promise.resolve(keys);
    });
    await Promise.all(Array.from({ length: 250 }, (_, key) => ask(key)));
    expect(sizes).toEqual([100, 100, 50]);
  });
});

eachDatabase(({ open }) => {
  it('a question of several callers is of what is committed, though the first of them stands in a unit', async () => {
    const store = await open();
    const count = askTogether(async (keys: readonly string[]) => {
      const found = await countOrganizations(store);
      return keys.map(() => found);
    });
    await store.unit(async () => {
      await addOrganization(store);
      expect(await Promise.all([count('one'), count('other')])).toEqual([0, 0]);
    });
    expect(await count('one')).toBe(1);
  });
}, 'postgres');
