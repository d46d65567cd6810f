import { createHash, createPrivateKey, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

/** What a subject token costs at the least on PostgreSQL, over HTTP. */
export interface TokenFloorOrder {
  readonly database: string;
  readonly privateKey: string;
}

const { database, privateKey } = JSON.parse(process.argv[2] ?? '') as TokenFloorOrder;
const key = createPrivateKey(privateKey);
const text = Buffer.alloc(600, 'header.claims.');
const entry = 'x'.repeat(500);
const pool = new pg.Pool({ connectionString: database, max: 20, pipeline: true });
await pool.query('create table if not exists bench_entry (id integer, entry text); create table if not exists bench_head (id integer primary key, sequence integer); insert into bench_head values (1, 0) on conflict do nothing');

// Nothing but the two questions that must be asked each time, the signature, and a commit of two rows; callers that come together share each statement.
const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());

const holderOf = together(async (hashes: readonly string[]) => {
  const { rows } = await pool.query<{ hash: string; organization_id: string }>('select t.*, o.deleted_at, w.removed_at from machine_token t left join organization o on o.id = t.organization_id left join worker w on w.id = t.holder_id where t.hash = any($1)', [hashes]);
  return hashes.map((hash) => rows.find((row) => row.hash === hash)?.organization_id);
});
const kickoffOf = together(async (ids: readonly (string | undefined)[]) => {
  const { rows } = await pool.query<{ id: string; organization_id: string }>('select id, organization_id, automation_id, status, worker_id, fence, lease_expires_at, cancel_requested_at, frozen from kickoff where id = any($1)', [ids]);
  return ids.map((id) => rows.find((row) => row.id === id)?.organization_id);
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  JSON.parse(body);
  const organization = await holderOf(createHash('sha256').update(String(request.headers.authorization).slice('Bearer '.length)).digest('hex'));
  const held = await kickoffOf(request.url?.split('/')[4]) === organization;
  const token = sign('sha256', text, key).toString('base64url');
  await written();
  const answered = JSON.stringify({ token, expiresAt: Date.now() });
  response.writeHead(held ? 201 : 404, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answered) }).end(answered);
}

let waiting: (() => void)[] = [];
let writing = false;

function written(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  waiting.push(resolve);
  if (!writing) {
    writing = true;
    setImmediate(() => void write());
  }
  return promise;
}

async function write(): Promise<void> {
  while (waiting.length > 0) {
    const batch = waiting;
    waiting = [];
    const client = await pool.connect();
    const rows = Array.from({ length: batch.length * 2 }, (_, index) => `(${index}, $${index + 1})`);
    await Promise.all([client.query('begin'), client.query('select sequence from bench_head where id = 1 for update')]);
    await Promise.all([client.query(`insert into bench_entry values ${rows.join()}`, rows.map(() => entry)), client.query('update bench_head set sequence = sequence + 1 where id = 1'), client.query('commit')]);
    client.release();
    for (const tell of batch) tell();
  }
  writing = false;
}

/** Asks once for all who ask at the same moment. */
function together<Key, Answer>(ask: (keys: readonly Key[]) => Promise<readonly Answer[]>): (key: Key) => Promise<Answer> {
  let asked: { readonly key: Key; readonly tell: (answer: Promise<Answer>) => void }[] = [];
  const send = (): void => {
    const asking = asked;
    asked = [];
    const answers = ask(asking.map(({ key }) => key));
    for (const [index, { tell }] of asking.entries()) tell(answers.then((each) => each[index] as Answer));
  };
  return (key) => new Promise((tell) => {
    if (asked.push({ key, tell }) === 1) setImmediate(send);
  });
}
