import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type CompiledQuery } from 'kysely';
import { listAudit } from '../../audit/list-audit.ts';
import { listKickoffs } from '../../kickoffs/read-kickoffs.ts';
import { standardLimits } from '../../kickoffs/kickoff-parts.ts';
import { listByName } from '../../resources/records/list-by-name.ts';
import { createCursors } from '../../store/cursors.ts';
import { migrate } from '../../store/migrate.ts';
import { openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/store.ts';
import { addOrganization, automationRow, credentialRow, kickoffRow } from '../../store/testing/rows.ts';

// Run by the benchmark: the lists of an organization with many rows against those of one with few, each in a database of its own.
// `main.ts <rows> <pairs> [<url of an empty PostgreSQL database> <url of another>]` prints one object a list, as JSON.
const [size = '', pairs = '', ...urls] = process.argv.slice(2);
const cursors = createCursors(randomBytes(32));
const folder = mkdtempSync(join(tmpdir(), 'carnet-lists-'));
const fewRows = 100;
const limit = 50;

interface Side {
  readonly store: Store;
  readonly organization: string;
  readonly rows: number;
}

type List = (side: Side) => Promise<{ readonly items: readonly unknown[] }>;

// Half of the way, where nothing is near.
const middle = ({ rows }: Side): string => nameOf(Math.floor(rows / 2)).toLowerCase();
const lists: Readonly<Record<string, List>> = {
  'credentials, first page': ({ store, organization }) => listByName({ store, cursors }, 'credential', organization, { limit }),
  'credentials, cursor in the middle': (side) => listByName({ store: side.store, cursors }, 'credential', side.organization, { limit, cursor: cursors.encode('credential  ', side.organization, [middle(side), '']) }),
  'credentials, prefix': (side) => listByName({ store: side.store, cursors }, 'credential', side.organization, { limit, search: middle(side).slice(0, -2).toUpperCase() }),
  'kickoffs, first page': ({ store, organization }) => listKickoffs({ store, cursors, limits: standardLimits, now: Date.now }, organization, { limit }),
  'kickoffs, cursor in the middle': ({ store, organization, rows }) => listKickoffs({ store, cursors, limits: standardLimits, now: Date.now }, organization, { limit, cursor: cursors.encode('kickoffs  ', organization, [String(Math.floor(rows / 2)), '']) }),
  'audit, first page': ({ store, organization }) => listAudit({ store, cursors }, { scope: organization, limit }),
  'audit, cursor in the middle': ({ store, organization, rows }) => listAudit({ store, cursors }, { scope: organization, limit, cursor: cursors.encode('audit', organization, [Math.floor(rows / 2)]) }),
};

const few = await filled(fewRows, urls[0]);
const many = await filled(Number(size), urls[1]);
try {
  const figures = [];
  for (const [name, list] of Object.entries(lists)) {
    const { answer, plans } = await plansOf(many, list);
    if (answer.items.length !== (name.endsWith('prefix') ? Math.min(limit, 100) : limit)) throw new Error(`${name}: ${answer.items.length} rows.`);
    figures.push({ name, ratio: await ratioOf(list), index: plans.every(isIndexed), plans });
  }
  console.log(JSON.stringify(figures));
} finally {
  await Promise.all([few.store.close(), many.store.close()]);
  rmSync(folder, { recursive: true });
}

async function filled(rows: number, url: string | undefined): Promise<Side> {
  const store = await openStore(url === undefined ? { kind: 'sqlite', file: join(folder, `${rows}.sqlite`) } : { kind: 'postgres', url });
  await migrate(store);
  const organization = await addOrganization(store);
  const automation = automationRow(organization);
  // A planner walks through a table of one row.
  await store.db.insertInto('automation').values([automation, ...Array.from({ length: 200 }, () => automationRow(organization))]).execute();
  for (let from = 0; from < rows; from += 500) {
    const numbers = Array.from({ length: Math.min(500, rows - from) }, (_, index) => from + index);
    await store.unit(async () => {
      await store.db.insertInto('credential').values(numbers.map((number) => credentialRow(organization, nameOf(number)))).execute();
      await store.db.insertInto('kickoff').values(numbers.map((number) => ({ ...kickoffRow(organization, automation.id, number), kind: 'deployment' as const, status: 'succeeded' as const }))).execute();
      await store.db.insertInto('audit_entry').values(numbers.map((number) => ({
        scope: organization, sequence: number + 1, at: number, actor_kind: 'person' as const, actor_id: 'ada', actor_name: null, action: 'kickoff.requested', target_kind: 'kickoff', target_id: String(number), target_name: null,
        details: '{}', request_id: null, address: null, late: 0, previous_hash: '', hash: '',
      }))).execute();
    });
  }
  await (store.kind === 'sqlite' ? sql`analyze` : sql`vacuum analyze`).execute(store.db);
  return { store, organization, rows };
}

function nameOf(number: number): string {
  return `Name ${String(number).padStart(6, '0')}`;
}

/** The median of pairs that are taken one after the other, in changing order. */
async function ratioOf(list: List): Promise<number> {
  const timeOf = async (side: Side): Promise<number> => {
    const start = performance.now();
    for (let call = 0; call < 20; call += 1) await list(side);
    return performance.now() - start;
  };
  for (let warmUp = 0; warmUp < 5; warmUp += 1) await Promise.all([timeOf(few), timeOf(many)]);
  const ratios: number[] = [];
  for (let pair = 0; pair < Number(pairs); pair += 1) {
    const [first, second] = pair % 2 === 0 ? [many, few] : [few, many];
    const [one, other] = [await timeOf(first), await timeOf(second)];
    ratios.push(pair % 2 === 0 ? one / other : other / one);
  }
  return ratios.toSorted((left, right) => left - right)[Math.floor(ratios.length / 2)] ?? Number.NaN;
}

/** How the database goes about what the list asks it. */
async function plansOf(side: Side, list: List): Promise<{ readonly answer: Awaited<ReturnType<List>>; readonly plans: readonly string[] }> {
  const { store: { db, kind } } = side;
  const asked: CompiledQuery[] = [];
  const executor = db.getExecutor();
  const compile = executor.compileQuery.bind(executor);
  Object.assign(executor, { compileQuery: (...parameters: Parameters<typeof compile>) => {
    const query = compile(...parameters);
    asked.push(query);
    return query;
  } });
  const answer = await list(side);
  Object.assign(executor, { compileQuery: compile });
  const plans = [];
  for (const query of asked) {
    const { rows } = await db.executeQuery<Record<string, unknown>>({ ...query, sql: `${kind === 'sqlite' ? 'explain query plan' : 'explain (format json)'} ${query.sql}` });
    plans.push(rows.map((row) => (kind === 'sqlite' ? String(row['detail']) : JSON.stringify(row))).join('; '));
  }
  return { answer, plans };
}

/** Of the list's own table: an index gives the order and the beginning, and nothing is sorted or walked through. */
function isIndexed(plan: string): boolean {
  return many.store.kind === 'sqlite'
    ? /(?:credential|kickoff|audit_entry) USING (?:COVERING )?(?:INDEX|PRIMARY KEY)/.test(plan) && !/SCAN (?!\w+ USING)|TEMP B-TREE/.test(plan)
    : /"Index (?:Only )?Scan"/.test(plan) && !/"(?:Sort|Incremental Sort)"/.test(plan) && !/"Seq Scan"[^}]*"Relation Name":"(?:credential|kickoff|audit_entry)"/.test(plan);
}
