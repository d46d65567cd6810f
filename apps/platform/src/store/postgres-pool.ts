import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg, { type PoolClient } from 'pg';
import type { PostgresDeadlines } from './postgres-dialect.ts';

const int8 = 20;
const numeric = 1700;

/** PostgreSQL gives a count as text: here it is the number that SQLite gives. */
const typeParsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): ((text: string) => unknown) => (oid === int8 || oid === numeric ? exactNumber : pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

function exactNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) throw new RangeError('A number of the database is too large to be exact.');
  return number;
}

/** A pool that outlives its server: a connection that failed is never given out again, and its failure ends no process. */
export function createPostgresPool(url: string, connections: number, deadlines: PostgresDeadlines): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 3000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // https://node-postgres.com/features/pipelining
    pipeline: true,
    statement_timeout: deadlines.statementMs,
    lock_timeout: deadlines.lockMs,
    idle_in_transaction_session_timeout: deadlines.idleMs,
    query_timeout: deadlines.answerMs,
    types: typeParsers,
    application_name: 'carnet',
  });
  pool.on('error', () => {});
  // Without a listener the failure of a connection that is in use would end the process, beside failing its query.
  pool.on('connect', (client) => { client.on('error', () => {}); });
  return {
    options: pool.options,
    connect: async () => guarded(await pool.connect()),
    end: () => pool.end(),
  };
}

/** What is asked on one connection at the same moment reaches the server in one packet, and wakes it once. */
function sendTogether({ connection: { stream } }: PoolClient): void {
  stream.cork();
  process.nextTick(() => { stream.uncork(); });
}

const guards = new WeakMap<PoolClient, PostgresPoolClient>();

function guarded(client: PoolClient): PostgresPoolClient {
  const known = guards.get(client);
  if (known) return known;
  let broken = false;
  const own = {
    async query(text: string, parameters: readonly unknown[]): Promise<unknown> {
      try {
        sendTogether(client);
        return await client.query(text, [...parameters]);
      } catch (error) {
        // What the server refused says how severe it is; all else leaves the connection in a state that nobody knows.
        broken ||= !(error instanceof Error && 'severity' in error);
        throw error;
      }
    },
    release: (destroy?: boolean) => { client.release(destroy === true || broken); },
  };
  const guard = own as PostgresPoolClient;
  guards.set(client, guard);
  return guard;
}
