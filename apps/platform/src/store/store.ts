import type { Compilable, Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** The database. Inside of {@link Store.unit} every query joins its transaction, those of the library for people too. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  /** Outside of a unit each statement is written at once. */
  readonly db: Kysely<Database>;
  /**
   * All of it is written, or nothing. A unit inside of a unit is a savepoint. Nothing that was started inside may outlive it (it is refused
   * then), and nothing slow belongs into it: no hash of a password, no request to a cloud.
   *
   * A statement that fails ends the unit, on both databases as on PostgreSQL: where a failure is expected (a name that may be taken), put
   * the statement into a unit of its own and catch outside of that.
   *
   * @throws PlatformError `STORAGE_UNAVAILABLE`, `STORAGE_FULL`; UniqueViolation; ReferenceViolation; whatever the work throws
   */
  unit<T>(work: () => Promise<T>): Promise<T>;
  /** Reads as of one moment, beside those who write: they wait for nothing. Nothing in it may write. */
  snapshot<T>(work: () => Promise<T>): Promise<T>;
  /** In the unit that is open, as a part of it; in a unit of its own where none is open. */
  joined<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Inside of a unit: when the work of the outermost one is done, `write` gets in one call all that was left for it, in the order of leaving, and
   * still belongs to the unit. What an inner unit left that failed is dropped.
   */
  atEnd<T>(write: (items: readonly T[]) => Promise<void>, ...items: readonly T[]): void;
  /**
   * Inside of a unit: a statement whose answer nobody needs. It goes out behind all others, together with the commit of the outermost unit, which
   * spares the way to PostgreSQL and back; queries of the unit do not see it. Where it fails, the unit fails with its error, or with what
   * `failure` makes of that.
   */
  withCommit(statement: Compilable, failure?: (error: unknown) => Error): void;
  /** Runs when the outermost unit is written, outside of it; never when it is not. Outside of a unit it runs at once. It must not throw. */
  afterCommit(work: () => void): void;
  /** Settles when the database answers, within `timeoutMs`. */
  ping(timeoutMs: number): Promise<void>;
  /** The same database without a deadline for each statement: for migrations and for nothing that a request waits for. */
  withoutDeadlines<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
