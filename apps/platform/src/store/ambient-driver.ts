import type { AsyncLocalStorage } from 'node:async_hooks';
import type { CompiledQuery, DatabaseConnection, Driver, TransactionSettings } from 'kysely';
import { AmbientConnection } from './ambient-connection.ts';
import type { StoreDialect } from './ambient-dialect.ts';
import { Lock } from './lock.ts';
import { unavailable, unitEnded } from './storage-error.ts';

/** A transaction or a savepoint that is open, for all that runs inside of it. */
export interface Unit {
  readonly connection: DatabaseConnection;
  /** Queries share it, and a unit inside has it alone: what goes on beside a savepoint would be undone with it. */
  readonly lock: Lock;
  readonly depth: number;
  /** While the answer to its `begin` is not there. */
  begun: Promise<void> | undefined;
  readonly atEnd: Map<AtEnd<never>, readonly unknown[]>;
  readonly withCommit: LastStatement[];
  readonly afterCommit: (() => void)[];
  failed: boolean;
  over: boolean;
}

export type AtEnd<T> = (items: readonly T[]) => Promise<void>;

export interface LastStatement {
  readonly query: CompiledQuery;
  readonly failure: ((error: unknown) => Error) | undefined;
}

const lockDeadlineMs = 10_000;
const late = (): Error => unavailable('Another transaction held the database for 10 seconds.');

/**
 * Kysely's driver for a database, with the transaction of the surrounding {@link AmbientDriver.unit}: who asks for a connection inside
 * of one gets its connection, and a transaction begun there is a savepoint.
 */
export class AmbientDriver implements Driver {
  readonly #inner: Driver;
  readonly #units: AsyncLocalStorage<Unit>;
  readonly #dialect: StoreDialect;
  readonly #single: Lock | undefined;
  #ready: Promise<void> | undefined;
  #ended: Promise<void> | undefined;

  constructor(inner: Driver, units: AsyncLocalStorage<Unit>, dialect: StoreDialect) {
    this.#inner = inner;
    this.#units = units;
    this.#dialect = dialect;
    this.#single = dialect.singleConnection ? new Lock(lockDeadlineMs, late) : undefined;
  }

  init(): Promise<void> {
    this.#ready ??= this.#mapped(() => this.#inner.init());
    return this.#ready;
  }

  async acquireConnection(): Promise<AmbientConnection> {
    const unit = this.#units.getStore();
    if (unit) {
      if (!unit.over) await unit.lock.hold(true);
      else throw unitEnded();
      const connection = new AmbientConnection(unit.connection, this.#dialect, unit);
      connection.holds = true;
      if (!unit.over) return connection;
      unit.lock.free();
      throw unitEnded();
    }
    await this.#single?.hold();
    try {
      return new AmbientConnection(await this.#mapped(() => this.#inner.acquireConnection()), this.#dialect, undefined);
    } catch (error) {
      this.#single?.free();
      throw error;
    }
  }

  async releaseConnection(connection: AmbientConnection): Promise<void> {
    if (connection.unit) {
      if (connection.holds) connection.unit.lock.free();
      return;
    }
    try {
      await this.#inner.releaseConnection(connection.inner);
    } finally {
      this.#single?.free();
    }
  }

  async beginTransaction(connection: AmbientConnection, settings: TransactionSettings): Promise<void> {
    if (!connection.unit) {
      // Kysely's driver of SQLite looks at no settings. Without the lock of those who write, its reading is of the moment of its first statement.
      if (settings.accessMode === 'read only' && this.#dialect.singleConnection) await connection.command('begin deferred');
      else await connection.repeated(() => this.#inner.beginTransaction(connection.inner, settings));
      connection.transaction = 'own';
    } else {
      await holdAlone(connection, connection.unit);
      await connection.unit.begun;
      await connection.command(`savepoint unit_${connection.unit.depth}`);
      connection.transaction = `unit_${connection.unit.depth}`;
    }
  }

  async commitTransaction(connection: AmbientConnection, last: readonly LastStatement[] = []): Promise<void> {
    if (connection.failed) throw unitEnded();
    if (connection.unit) await connection.command(`release savepoint ${connection.transaction}`);
    else if (this.#dialect.pipelined) await this.#commitTogether(connection.inner, last);
    else await this.#commitInTurn(connection.inner, last);
    connection.ended();
  }

  async rollbackTransaction(connection: AmbientConnection): Promise<void> {
    if (!connection.unit) {
      await this.#mapped(() => this.#inner.rollbackTransaction(connection.inner));
      return connection.ended();
    }
    try {
      await connection.command(`rollback to savepoint ${connection.transaction}`);
      await connection.command(`release savepoint ${connection.transaction}`);
      connection.ended();
    } catch (error) {
      // What the savepoint stood in is gone with it.
      connection.unit.failed = true;
      throw error;
    }
  }

  async unit<T>(work: () => Promise<T>, settings: TransactionSettings = {}): Promise<T> {
    const outer = this.#units.getStore();
    const connection = await this.acquireConnection();
    const unit: Unit = {
      connection: connection.inner,
      lock: new Lock(lockDeadlineMs, late),
      depth: (outer?.depth ?? 0) + 1,
      begun: undefined,
      atEnd: new Map(),
      withCommit: [],
      afterCommit: [],
      failed: false,
      over: false,
    };
    let result: T;
    try {
      await this.#begin(unit, connection, settings);
      result = await this.#finish(unit, connection, work);
    } finally {
      await this.releaseConnection(connection);
    }
    if (outer) takeOver(outer, unit);
    else this.#units.exit(() => unit.afterCommit.forEach((tell) => tell()));
    return result;
  }

  afterCommit(work: () => void): void {
    const unit = this.#units.getStore();
    if (unit) unit.afterCommit.push(work);
    else work();
  }

  /** Outside of a unit there is no end to wait for. */
  atEnd<T>(write: AtEnd<T>, items: readonly T[]): void {
    const { atEnd } = this.#openUnit();
    atEnd.set(write, [...(atEnd.get(write) ?? []), ...items]);
  }

  withCommit(statement: LastStatement): void {
    this.#openUnit().withCommit.push(statement);
  }

  destroy(): Promise<void> {
    this.#ended ??= this.#mapped(() => this.#inner.destroy());
    return this.#ended;
  }

  /** Where statements may follow one another without their answers, the first ones that read go out together with the `begin`. */
  async #begin(unit: Unit, connection: AmbientConnection, settings: TransactionSettings): Promise<void> {
    const begun = this.beginTransaction(connection, settings);
    if (connection.unit || !this.#dialect.pipelined) return await begun;
    unit.begun = begun;
    // Where it fails it stays, for all that write and for the end.
    begun.then(() => { unit.begun = undefined; }, () => {});
  }

  async #finish<T>(unit: Unit, connection: AmbientConnection, work: () => Promise<T>): Promise<T> {
    try {
      const result = await this.#inside(unit, async () => {
        const done = await work();
        if (unit.failed) throw unitEnded();
        if (unit.depth === 1) for (const [write, items] of unit.atEnd) await (write as AtEnd<unknown>)(items);
        return done;
      });
      await unit.begun;
      if (unit.failed) throw unitEnded();
      await this.commitTransaction(connection, unit.depth === 1 ? unit.withCommit : []);
      return result;
    } catch (error) {
      // The first failure tells more than that of the rollback, which gives the connection up.
      await this.rollbackTransaction(connection).catch(() => {});
      throw error;
    }
  }

  /** Statements that nobody waits for end here at the latest: those that run are waited for, and later ones are refused. */
  async #inside<T>(unit: Unit, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#units.run(unit, work);
    } finally {
      unit.over = true;
      await unit.lock.hold();
      unit.lock.free();
    }
  }

  /** What fails makes a rollback of the commit behind it. */
  async #commitTogether(connection: DatabaseConnection, last: readonly LastStatement[]): Promise<void> {
    const outcomes = await Promise.allSettled([...last.map(({ query }) => connection.executeQuery(query)), this.#inner.commitTransaction(connection)]);
    for (const [index, outcome] of outcomes.entries()) if (outcome.status === 'rejected') throw this.#failureOf(last[index], outcome.reason);
  }

  async #commitInTurn(connection: DatabaseConnection, last: readonly LastStatement[]): Promise<void> {
    for (const statement of last) {
      try {
        await connection.executeQuery(statement.query);
      } catch (error) {
        throw this.#failureOf(statement, error);
      }
    }
    await this.#mapped(() => this.#inner.commitTransaction(connection));
  }

  #failureOf(statement: LastStatement | undefined, error: unknown): Error {
    const mapped = this.#dialect.mapped(error);
    return statement?.failure?.(mapped) ?? mapped;
  }

  #openUnit(): Unit {
    const unit = this.#units.getStore();
    if (!unit || unit.over) throw unitEnded();
    return unit;
  }

  async #mapped<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw this.#dialect.mapped(error);
    }
  }
}

/** Until then it shares the unit, as any query does. */
async function holdAlone(connection: AmbientConnection, unit: Unit): Promise<void> {
  unit.lock.free();
  connection.holds = false;
  await unit.lock.hold();
  connection.holds = true;
  if (unit.over) throw unitEnded();
}

/** What an inner unit left for the end of the outermost one. */
function takeOver(outer: Unit, inner: Unit): void {
  for (const [write, items] of inner.atEnd) outer.atEnd.set(write, [...(outer.atEnd.get(write) ?? []), ...items]);
  outer.withCommit.push(...inner.withCommit);
  outer.afterCommit.push(...inner.afterCommit);
}
