import { CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import type { StoreDialect } from './ambient-dialect.ts';
import type { Unit } from './ambient-driver.ts';
import { unitEnded } from './storage-error.ts';

const reads = ({ query }: CompiledQuery): boolean =>
  query.kind === 'SelectQueryNode' && (query.with?.expressions ?? []).every(({ expression }) => expression.kind === 'SelectQueryNode');

/** A connection as one holder has it. After a statement of a transaction has failed, it takes no other: SQLite does as PostgreSQL does. */
export class AmbientConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  /** The unit that the holder runs inside of. */
  readonly unit: Unit | undefined;
  /** `own`, or the name of the savepoint, once the holder has begun one. */
  transaction: string | undefined;
  failed = false;
  /** Whether it has the lock of the unit that it stands in. */
  holds = false;
  readonly #dialect: StoreDialect;

  constructor(inner: DatabaseConnection, dialect: StoreDialect, unit: Unit | undefined) {
    this.inner = inner;
    this.unit = unit;
    this.#dialect = dialect;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.#refuseAfterFailure();
    const execute = (): Promise<QueryResult<R>> => this.inner.executeQuery<R>(query);
    if (!this.unit && !this.transaction) return this.repeated(execute);
    // What reads may go out together with the `begin`. What writes must not be there if that failed.
    const begun = this.unit?.begun;
    return this.#guarded(begun === undefined || reads(query) ? execute : () => begun.then(execute));
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    this.#refuseAfterFailure();
    try {
      yield* this.inner.streamQuery<R>(query, chunkSize ?? 500);
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /** A statement about the transaction itself, which is no statement inside of it. */
  async command(text: string): Promise<void> {
    try {
      await this.inner.executeQuery(CompiledQuery.raw(text));
    } catch (error) {
      throw this.#dialect.mapped(error);
    }
  }

  /** Outside of a transaction a statement that found the database busy has done nothing, and is tried again. */
  async repeated<T>(act: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await act();
      } catch (error) {
        const delay = this.#dialect.repeatAfter(error, attempt);
        if (delay === undefined) throw this.#dialect.mapped(error);
        await new Promise((resolve) => { setTimeout(resolve, delay); });
      }
    }
  }

  async #guarded<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw this.#fail(error);
    }
  }

  ended(): void {
    this.transaction = undefined;
    this.failed = false;
  }

  #fail(error: unknown): Error {
    if (this.transaction) this.failed = true;
    else if (this.unit) this.unit.failed = true;
    return this.#dialect.mapped(error);
  }

  #refuseAfterFailure(): void {
    if (this.failed || this.unit?.failed) throw unitEnded();
  }
}
