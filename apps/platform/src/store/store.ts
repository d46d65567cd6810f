import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** The database. Inside of {@link Store.unit} every query joins its transaction, those of the library for people too. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  readonly db: Kysely<Database>;
  /**
   * All of it is written, or nothing. A unit inside of a unit is a savepoint. Nothing that was started inside may outlive it, and nothing
   * slow belongs into it: no hash of a password, no request to a cloud.
   *
   * @throws CarnetError `STORAGE_UNAVAILABLE`, `STORAGE_FULL`; whatever the work throws
   */
  unit<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when the database answers, within `timeoutMs`. */
  ping(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}
