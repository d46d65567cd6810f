import { CompiledQuery, sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../testing/databases.ts';
import { resourceBench } from '../testing/resource-bench.ts';
import { queryByName } from './list-by-name.ts';

eachDatabase(({ open, kind }) => {
  test.each(['workload_identity_config', 'credential', 'variable', 'automation'] as const)('every page of the list of each %s is read along an index: the first, a deep one, and one by its prefix', async (table) => {
    const { store, organization } = await resourceBench(await open());
    for (const [wanted, after] of [[{ limit: 50, search: undefined }, undefined], [{ limit: 50, search: undefined }, { key: 'm', id: 'x' }], [{ limit: 50, search: 'M' }, undefined], [{ limit: 50, search: 'M' }, { key: 'mm', id: 'x' }]] as const) {
      const { sql: text, parameters } = queryByName(store, table, organization, wanted, after).compile();
      const plan = await store.unit(async () => {
        // Over a table without rows PostgreSQL would rightly read all of it.
        if (kind === 'postgres') await sql`set local enable_seqscan = off`.execute(store.db);
        return JSON.stringify((await store.db.executeQuery(CompiledQuery.raw(`explain ${kind === 'sqlite' ? 'query plan ' : ''}${text}`, [...parameters]))).rows);
      });
      expect(plan).toMatch(new RegExp(`${table}_(?:list|name)`));
      const condition = kind === 'sqlite' ? /organization_id=\?.*name_key/ : /Index Cond: .*name_key/;
      if (wanted.search !== undefined || after !== undefined) expect(plan).toMatch(condition);
      expect(plan).not.toMatch(/TEMP B-TREE|Seq Scan|SCAN [a-z_]+ ?"/);
    }
  });
});
