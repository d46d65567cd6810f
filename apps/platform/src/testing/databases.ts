import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe } from 'vitest';
import { migrate } from '../store/migrate.ts';
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

const databaseKinds: readonly { readonly kind: Databases['kind']; readonly title: string }[] = [
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

/** For a test beside such a suite. */
export function databasesOf(kind: 'sqlite' | 'postgres'): Databases {
  const endings: (() => unknown)[] = [];
  afterEach(async () => {
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
      const store = await openEmpty();
      await migrate(store);
      return store;
    },
  };
}

interface Temporary {
  readonly options: StoreOptions;
  readonly remove: () => unknown;
}

function temporaryFile(): Temporary {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-store-'));
  return { options: { kind: 'sqlite', file: join(folder, 'carnet.sqlite') }, remove: () => rmSync(folder, { recursive: true }) };
}

async function temporaryDatabase(): Promise<Temporary> {
  const url = new URL(postgresOfTests ?? '');
  const name = `carnet_test_${randomBytes(8).toString('hex')}`;
  await onServer(`create database ${name}`);
  url.pathname = `/${name}`;
  return { options: { kind: 'postgres', url: url.href, connections: 8 }, remove: () => onServer(`drop database ${name} with (force)`) };
}

async function onServer(statement: string): Promise<void> {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: postgresOfTests });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
