import type { AsyncLocalStorage } from 'node:async_hooks';
import type { DatabaseConnection, Driver, TransactionSettings } from 'kysely';
import { AmbientConnection } from './ambient-connection.ts';
import type { StoreDialect } from './ambient-dialect.ts';
import { Lock } from './lock.ts';
import { unavailable, unitEnded } from './storage-error.ts';

/** A transaction or a savepoint that is open, for all that runs inside of it. */
export interface Unit {
  readonly connection: DatabaseConnection;
  /** A query and a unit inside of it take it: what goes on beside a savepoint would be undone with it. */
  readonly lock: Lock;
  readonly depth: number;
  readonly afterCommit: (() => void)[];
  failed: boolean;
  over: boolean;
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
      if (!unit.over) await unit.lock.hold();
      else throw unitEnded();
      if (!unit.over) return new AmbientConnection(unit.connection, this.#dialect, unit);
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
    if (connection.unit) return connection.unit.lock.free();
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
      await connection.command(`savepoint unit_${connection.unit.depth}`);
      connection.transaction = `unit_${connection.unit.depth}`;
    }
  }

  async commitTransaction(connection: AmbientConnection): Promise<void> {
    if (connection.failed) throw unitEnded();
    if (connection.unit) await connection.command(`release savepoint ${connection.transaction}`);
    else await this.#mapped(() => this.#inner.commitTransaction(connection.inner));
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
      afterCommit: [],
      failed: false,
      over: false,
    };
    let result: T;
    try {
      await this.beginTransaction(connection, settings);
      result = await this.#finish(unit, connection, work);
    } finally {
      await this.releaseConnection(connection);
    }
    if (outer) outer.afterCommit.push(...unit.afterCommit);
    else this.#units.exit(() => unit.afterCommit.forEach((tell) => tell()));
    return result;
  }

  afterCommit(work: () => void): void {
    const unit = this.#units.getStore();
    if (unit) unit.afterCommit.push(work);
    else work();
  }

  destroy(): Promise<void> {
    this.#ended ??= this.#mapped(() => this.#inner.destroy());
    return this.#ended;
  }

  async #finish<T>(unit: Unit, connection: AmbientConnection, work: () => Promise<T>): Promise<T> {
    try {
      const result = await this.#inside(unit, work);
      if (unit.failed) throw unitEnded();
      await this.commitTransaction(connection);
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

  async #mapped<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw this.#dialect.mapped(error);
    }
  }
}
