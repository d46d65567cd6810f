import { createPrivateKey, sign } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

/** Signatures of 600 bytes, each followed by one commit of one row. */
export interface RawTokensOrder {
  /** PostgreSQL where it is a URL, else the file of SQLite. */
  readonly database: string;
  readonly privateKey: string;
  readonly callers: number;
  readonly seconds: number;
}

const { database, privateKey, callers, seconds } = JSON.parse(process.argv[2] ?? '') as RawTokensOrder;
const key = createPrivateKey(privateKey);
const text = Buffer.alloc(600, 'header.claims.');
const table = 'create table if not exists bench_commit (id integer, signature text)';
const signed = (): string => sign('sha256', text, key).toString('base64url');
const { commit, close } = database.startsWith('postgres') ? await postgres() : sqlite();

const start = performance.now();
const until = start + seconds * 1_000;
let done = 0;
await Promise.all(Array.from({ length: callers }, async (_, caller) => {
  while (performance.now() < until) {
    await commit(caller, signed());
    done += 1;
  }
}));
console.log(JSON.stringify(done * 1_000 / (performance.now() - start)));
await close();

interface Committer {
  readonly commit: (caller: number, signature: string) => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

/** As durable as the store of the platform. */
function sqlite(): Committer {
  const file = new DatabaseSync(database, { timeout: 10_000 });
  file.exec(`pragma journal_mode = wal; pragma synchronous = full; ${table}`);
  const insert = file.prepare('insert into bench_commit values (?, ?)');
  return {
    commit: (caller, signature) => {
      insert.run(caller, signature);
      return new Promise(setImmediate);
    },
    close: () => Promise.resolve(file.close()),
  };
}

/** A connection for each caller. */
async function postgres(): Promise<Committer> {
  const clients = await Promise.all(Array.from({ length: callers }, async () => {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    return client;
  }));
  await clients[0]?.query(table);
  return {
    commit: async (caller, signature) => await clients[caller]?.query('insert into bench_commit values ($1, $2)', [caller, signature]),
    close: () => Promise.all(clients.map((client) => client.end())),
  };
}
