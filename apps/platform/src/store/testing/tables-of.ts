import { sql } from 'kysely';
import type { Store } from '../store.ts';

/** `table: column, column`, and `index on table: column, column`: what both databases must agree on. */
export async function tablesOf(store: Store): Promise<readonly string[]> {
  const { rows } = await (store.kind === 'sqlite' ? sqliteTables : postgresTables).execute(store.db);
  return rows.map(({ line }) => line).toSorted();
}

const sqliteTables = sql<{ line: string }>`
  select tables.name || ': ' || (select group_concat(name, ', ') from (select name from pragma_table_xinfo(tables.name) order by name)) as line
    from sqlite_master as tables where tables.type = 'table' and tables.name not like 'sqlite_%'
  union all
  select case indexes."unique" when 1 then 'unique ' else '' end || case indexes.partial when 1 then 'partial ' else '' end || indexes.name || ' on ' || tables.name || ': ' ||
      (select group_concat(name, ', ') from (select name from pragma_index_info(indexes.name) order by seqno))
    from sqlite_master as tables, pragma_index_list(tables.name) as indexes where tables.type = 'table' and indexes.origin = 'c'`;

const postgresTables = sql<{ line: string }>`
  select c.relname || ': ' || (select string_agg(attname, ', ' order by attname collate "C") from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as line
    from pg_class as c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  union all
  select case when i.indisunique then 'unique ' else '' end || case when i.indpred is not null then 'partial ' else '' end || x.relname || ' on ' || c.relname || ': ' ||
      (select string_agg(a.attname, ', ' order by array_position(i.indkey::int2[], a.attnum)) from pg_attribute as a where a.attrelid = c.oid and a.attnum = any (i.indkey))
    from pg_index as i join pg_class as x on x.oid = i.indexrelid join pg_class as c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace and not exists (select from pg_constraint where conindid = x.oid and contype in ('p', 'u'))`;
