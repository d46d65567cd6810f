import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { programOf } from './platform-program.ts';
import { settingsOf } from './start-serve.ts';
import type { Postgres } from './start-postgres.ts';

/** A database with all tables. */
export async function migratedDatabase(postgres: Postgres, name: string): Promise<string> {
  const url = await postgres.create(name);
  await promisify(execFile)(process.execPath, [...process.execArgv, programOf('main.ts'), 'migrate'], { env: settingsOf(tmpdir(), url), timeout: 60_000 });
  return url;
}
