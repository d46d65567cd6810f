import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe } from 'vitest';
import { migrate } from '../store/migrate.ts';
import { migrations } from '../store/migrations/index.ts';
import { openStore, type StoreOptions } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';

export interface Databases {
  readonly kind: 'sqlite' | 'postgres';
  /** A store of its own with all tables; closed and removed after the test. */
  open(): Promise<Store>;
  /** The same without any table. */
  openEmpty(): Promise<Store>;
  /** Where a new and empty database is, for several stores or processes on one. */
  create(): Promise<StoreOptions>;
}

/** The PostgreSQL server on which tests may make databases of their own; none is needed for SQLite. */
const postgresOfTests: string | undefined = process.env['CARNET_TEST_POSTGRES'];

export const databaseKinds: readonly { readonly kind: Databases['kind']; readonly title: string }[] = [
  { kind: 'sqlite', title: 'SQLite' },
  ...(postgresOfTests === undefined ? [] : [{ kind: 'postgres', title: 'PostgreSQL' } as const]),
];

/**
 * Runs a suite on SQLite, and on PostgreSQL too where `CARNET_TEST_POSTGRES` names a server (`bash .ci/postgres npx vitest run …`).
 *
 * @param only for a suite that is about one of them
 */
export function eachDatabase(suite: (databases: Databases) => void, only?: Databases['kind']): void {
  describe.each(databaseKinds.filter(({ kind }) => kind === (only ?? kind)))('on $title', ({ kind }) => { suite(databasesOf(kind)); });
}

/**
 * For a test beside such a suite.
 *
 * @param after when what was opened ends: after each test, or with `afterAll` after all of them
 */
export function databasesOf(kind: 'sqlite' | 'postgres', after: (end: () => Promise<void>) => void = afterEach): Databases {
  const endings: (() => unknown)[] = [];
  after(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  const create = async (): Promise<StoreOptions> => {
    const { options, remove } = kind === 'sqlite' ? temporaryFile() : await temporaryDatabase();
    endings.push(remove);
    return options;
  };
  const openEmpty = async (): Promise<Store> => {
    const store = await openStore(await create());
    endings.push(() => store.close());
    return store;
  };
  return {
    kind,
    create,
    openEmpty,
    async open() {
      const { options, remove } = kind === 'sqlite' ? temporaryFile() : await temporaryDatabase(await templateWithTables());
      endings.push(remove);
      const store = await openStore(options);
      endings.push(() => store.close());
      await migrate(store);
      return store;
    },
  };
}

/** What a server is told to keep its data there: its own file, or a shared database, which has its tables before a server starts. */
export async function databaseSettings({ kind, create }: Databases): Promise<{ readonly databaseUrl?: string }> {
  if (kind === 'sqlite') return {};
  const options = await create();
  const store = await openStore(options);
  await migrate(store);
  await store.close();
  return options.kind === 'postgres' ? { databaseUrl: options.url } : {};
}

interface Temporary {
  readonly options: StoreOptions;
  readonly remove: () => unknown;
}

function temporaryFile(): Temporary {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-store-'));
  return { options: { kind: 'sqlite', file: join(folder, 'carnet.sqlite') }, remove: () => rmSync(folder, { recursive: true }) };
}

async function temporaryDatabase(template = 'template1'): Promise<Temporary> {
  const name = `carnet_test_${randomBytes(8).toString('hex')}`;
  await onServer((query) => query(`create database ${name} template ${template}`));
  return { options: { kind: 'postgres', url: urlOf(name), connections: 8 }, remove: () => onServer((query) => query(`drop database ${name} with (force)`)) };
}

let template: Promise<string> | undefined;

/** A database with all tables, which the server copies in a fraction of the time that making them takes; one for all processes of a run. */
function templateWithTables(): Promise<string> {
  template ??= makeTemplate(`carnet_template_${createHash('sha256').update(Object.values(migrations).map(String).join()).digest('hex').slice(0, 16)}`);
  return template;
}

async function makeTemplate(name: string): Promise<string> {
  await onServer(async (query) => {
    await query(`select pg_advisory_lock(${templateLock})`);
    const { rows } = await query(`select from pg_database where datname = '${name}'`);
    if (rows.length > 0) return;
    const unfinished = `${name}_${randomBytes(4).toString('hex')}`;
    await query(`create database ${unfinished}`);
    const store = await openStore({ kind: 'postgres', url: urlOf(unfinished) });
    await migrate(store);
    await store.close();
    await query(`alter database ${unfinished} rename to ${name}`);
  });
  return name;
}

const templateLock = 814_002_117;

function urlOf(database: string): string {
  const url = new URL(postgresOfTests ?? '');
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer(work: (query: (statement: string) => Promise<{ readonly rows: readonly unknown[] }>) => Promise<unknown>): Promise<void> {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: postgresOfTests });
  await client.connect();
  try {
    await work((statement) => client.query(statement));
  } finally {
    await client.end();
  }
}
