import { expect, it } from 'vitest';
import { eachDatabase } from '../testing/databases.ts';
import { migrate, pendingMigrations } from './migrate.ts';

eachDatabase((databases) => {
  it('migrates', async () => {
    const store = await databases.openEmpty();
    expect(await pendingMigrations(store)).toHaveLength(6);
    expect(await migrate(store)).toHaveLength(6);
    expect(await migrate(store)).toEqual([]);
  });
});
