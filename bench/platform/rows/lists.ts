import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { atMost, exactly, type Row } from '../../row.ts';
import type { PlatformEffort } from '../effort.ts';
import { programOf } from '../platform-program.ts';
import type { Postgres } from '../start-postgres.ts';

interface ListFigure {
  readonly name: string;
  readonly ratio: number;
  /** Whether every plan goes by an index, without a sort. */
  readonly index: boolean;
  readonly plans: readonly string[];
}

/** Lists of an organization with 100,000 rows against one with 100, through the functions behind the routes. */
export async function listRows(postgres: Postgres, { long }: PlatformEffort): Promise<readonly Row[]> {
  const size = long ? 100_000 : 10_000;
  const rows: Row[] = [];
  for (const database of ['SQLite', 'PostgreSQL'] as const) {
    const urls = database === 'SQLite' ? [] : [await postgres.create('lists_few'), await postgres.create('lists_many')];
    const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, programOf('testing/list-figures/main.ts'), String(size), String(long ? 41 : 11), ...urls], { timeout: 600_000, maxBuffer: 16 * 1024 * 1024 });
    const figures = JSON.parse(stdout) as readonly ListFigure[];
    rows.push(...figures.map(({ name, ratio }) => atMost(`lists, ${database}: ${name}, ${size} rows against 100`, ratio, '×', 1.5)));
    rows.push(exactly(`lists, ${database}: plans without an index`, figures.filter(({ index }) => !index).length, 'plans', 0));
  }
  return rows;
}
