import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { DummyDriver, Kysely, PostgresAdapter, PostgresQueryCompiler, type CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import { describe, expect, it } from 'vitest';
import { ambientDialect, type StoreDialect } from './ambient-dialect.ts';
import { AmbientDriver, type Unit } from './ambient-driver.ts';
import type { Database } from './schema.ts';

interface Sent {
  readonly text: string;
  answer(): void;
  fail(error: Error): void;
}

/** A database on one connection, which answers when the test says so. */
function scripted(): { readonly driver: AmbientDriver; readonly db: Kysely<Database>; readonly sent: Sent[]; answerAll(): Promise<void> } {
  const sent: Sent[] = [];
  const send = (text: string): Promise<QueryResult<never>> => new Promise((resolve, reject) => {
    sent.push({ text, answer: () => resolve({ rows: [] }), fail: reject });
  });
  const connection: DatabaseConnection = {
    executeQuery: <R>({ sql }: CompiledQuery): Promise<QueryResult<R>> => send(sql.split(' ').slice(0, 1).join()),
    streamQuery: () => { throw new Error('not here'); },
  };
  const inner: Driver = {
    init: () => Promise.resolve(), destroy: () => Promise.resolve(), acquireConnection: () => Promise.resolve(connection), releaseConnection: () => Promise.resolve(),
    beginTransaction: async () => void await send('begin'), commitTransaction: async () => void await send('commit'), rollbackTransaction: async () => void await send('rollback'),
  };
  const dialect: StoreDialect = {
    createDriver: () => new DummyDriver(), createAdapter: () => new PostgresAdapter(), createIntrospector: () => { throw new Error('not here'); }, createQueryCompiler: () => new PostgresQueryCompiler(),
    singleConnection: false, pipelined: true, mapped: (error) => error as Error, repeatAfter: () => undefined, ping: () => Promise.resolve(),
  };
  const driver = new AmbientDriver(inner, new AsyncLocalStorage<Unit>(), dialect);
  return {
    driver, sent, db: new Kysely<Database>({ dialect: ambientDialect(dialect, driver) }),
    async answerAll() {
      await turn();
      for (const { answer } of sent) answer();
      await turn();
    },
  };
}

const textsOf = (sent: readonly Sent[]): readonly string[] => sent.map(({ text }) => text);

describe('F a unit of a database that is some way off', () => {
  it('waits twice: for what it reads, and for what it writes last with the commit', async () => {
    const { driver, db, sent, answerAll } = scripted();
    const unit = driver.unit(async () => {
      await Promise.all([db.selectFrom('organization').selectAll().execute(), db.with('one', (query) => query.selectFrom('user').selectAll()).selectFrom('one').selectAll().execute()]);
      for (let count = 0; count < 2; count += 1) driver.withCommit({ query: db.deleteFrom('organization').compile(), failure: undefined });
    });
    await turn();
    expect(textsOf(sent)).toEqual(['begin', 'select', 'with']);
    await answerAll();
    expect(textsOf(sent.slice(3))).toEqual(['delete', 'delete', 'commit']);
    await answerAll();
    await unit;
  });

  it('has nothing written where its begin failed, and fails though it only read', async () => {
    const { driver, db, sent } = scripted();
    const writing = driver.unit(async () => {
      await db.selectFrom('organization').selectAll().execute();
      await db.deleteFrom('organization').execute();
    });
    await turn();
    expect(textsOf(sent)).toEqual(['begin', 'select']);
    sent[1]?.answer();
    await turn();
    const refused = expect(writing).rejects.toThrow('no transaction');
    sent[0]?.fail(new Error('no transaction'));
    await turn();
    expect(textsOf(sent)).toEqual(['begin', 'select', 'rollback']);
    sent[2]?.answer();
    await refused;

    sent.length = 0;
    const onlyReading = driver.unit(() => db.selectFrom('organization').selectAll().execute());
    await turn();
    const refusedAtTheEnd = expect(onlyReading).rejects.toThrow('no transaction');
    sent[1]?.answer();
    sent[0]?.fail(new Error('no transaction'));
    await turn();
    sent[2]?.answer();
    await refusedAtTheEnd;

    sent.length = 0;
    const reading = driver.unit(() => db.with('one', (query) => query.deleteFrom('user').returningAll()).selectFrom('one').selectAll().execute());
    await turn();
    expect(textsOf(sent)).toEqual(['begin']);
    const refusedToo = expect(reading).rejects.toThrow('no transaction');
    sent[0]?.fail(new Error('no transaction'));
    await turn();
    sent[1]?.answer();
    await refusedToo;
  });

  it('is undone with the first of its last statements that failed, whose error it has', async () => {
    const { driver, db, sent, answerAll } = scripted();
    const unit = driver.unit(async () => {
      for (const name of ['first', 'second', 'third']) driver.withCommit({ query: db.deleteFrom('organization').compile(), failure: () => new Error(name) });
    });
    const failure = expect(unit).rejects.toThrow('second');
    await answerAll();
    expect(textsOf(sent)).toEqual(['begin', 'delete', 'delete', 'delete', 'commit']);
    sent[2]?.fail(new Error('refused'));
    sent[3]?.fail(new Error('aborted'));
    await answerAll();
    await answerAll();
    await failure;
    expect(sent.at(-1)?.text).toBe('rollback');
  });
});
