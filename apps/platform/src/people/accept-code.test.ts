import { beforeEach, expect, test } from 'vitest';
import type { Store } from '../store/store.ts';
import { eachDatabase } from '../testing/databases.ts';
import { acceptCode } from './accept-code.ts';

// RFC 6238, appendix B, of its eight digits the last six.
const key = '12345678901234567890';
const [early, late] = [{ at: 1_111_111_109_000, code: '081804' }, { at: 1_111_111_111_000, code: '050471' }];

eachDatabase((databases) => {
  let store: Store;
  beforeEach(async () => {
    store = await databases.open();
    const at = new Date(0).toISOString();
    await store.db.insertInto('user').values({ id: 'ada', name: 'Ada', email: 'ada@example.com', emailVerified: databases.kind === 'sqlite' ? 1 : true, createdAt: at, updatedAt: at } as never).execute();
    await store.db.insertInto('twoFactor').values({ id: 'factor', userId: 'ada', secret: `sealed ${key}`, backupCodes: '' } as never).execute();
  });
  const taken = (code: string, now: number): Promise<boolean> =>
    acceptCode(store, { userId: 'ada', code, open: (sealed) => Promise.resolve(sealed.replace('sealed ', '')), now });

  test('a code is taken once, and after it those of later steps alone', async () => {
    expect(await taken(early.code, early.at)).toBe(true);
    expect(await taken(early.code, early.at + 1_000)).toBe(false);
    expect(await taken(late.code, late.at)).toBe(true);
    expect(await taken(early.code, late.at)).toBe(false);
    expect(await taken('000000', late.at)).toBe(false);
  });

  test('a later code taken first takes the earlier one along', async () => {
    expect(await taken(late.code, early.at)).toBe(true);
    expect(await taken(early.code, early.at)).toBe(false);
  });

  test('a step that ended since the library looked still counts, an older one does not', async () => {
    expect(await taken(early.code, early.at + 90_000)).toBe(false);
    expect(await taken(early.code, early.at + 60_000)).toBe(true);
  });

  test('of several at once one is taken', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => taken(late.code, late.at)));
    expect(all.filter((each) => each)).toHaveLength(1);
  });
});
