import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export interface Postgres extends AsyncDisposable {
  /** Of its first process: the others are below it. */
  readonly pid: number;
  /** Makes an empty database, and gives its URL. */
  create(name: string): Promise<string>;
}

/** A server of its own on loopback, which writes as durably as in production and is gone when it is disposed of. */
export async function startPostgres(): Promise<Postgres> {
  const script = fileURLToPath(new URL('../../.ci/postgres', import.meta.url));
  const child = spawn('bash', [script, 'sh', '-c', 'echo "$CARNET_TEST_POSTGRES" && cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([once(child.stdout, 'data'), exited.then(() => [''])])) as [Buffer | string];
  const url = String(line).trim();
  if (url === '') throw new Error('PostgreSQL did not start.');
  const [row] = await ask(url, `select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as pid`);
  return {
    pid: Number(row?.['pid']),
    async create(name) {
      await ask(url, `create database ${name}`);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await exited;
    },
  };
}

/** One statement on a connection of its own. */
async function ask(url: string, statement: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
