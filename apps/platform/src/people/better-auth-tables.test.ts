import { getMigrations } from 'better-auth/db/migration';
import { expect, test } from 'vitest';
import { eachDatabase } from '../testing/databases.ts';
import { betterAuthOptions } from './better-auth.ts';

const settings = { baseUrl: 'https://carnet.test', sessionSecret: 'a secret of the tests, long enough', administrators: [], organizationsByEveryone: false };

eachDatabase((databases) => {
  test('our first migration makes the tables that the library wants: an update of it that wants more fails here', async () => {
    const { db, kind } = await databases.open();
    const { toBeAdded, toBeCreated, toBeAddedIndexes, schemaProblems } = await getMigrations({ ...betterAuthOptions(settings), database: { db, type: kind } });
    expect({ toBeAdded, toBeCreated, toBeAddedIndexes, schemaProblems }).toEqual({ toBeAdded: [], toBeCreated: [], toBeAddedIndexes: [], schemaProblems: [] });
  });

  test('the comparison sees a column that is missing', async () => {
    const { db, kind } = await databases.open();
    await db.schema.alterTable('deviceCode').dropColumn('scope').execute();
    const { toBeAdded } = await getMigrations({ ...betterAuthOptions(settings), database: { db, type: kind } });
    expect(toBeAdded).toMatchObject([{ table: 'deviceCode' }]);
  });
});
