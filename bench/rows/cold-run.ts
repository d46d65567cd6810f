import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { issuerUrl, organization } from '../canned/bench-secrets.ts';
import type { CannedConnection } from '../canned/start-canned-server.ts';
import type { BenchCloud } from '../clouds/bench-cloud.ts';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });

/** Runs a program of `programs/cold` with an empty environment to its end, and gives what it printed. */
export async function coldRun(program: URL, connection: CannedConnection, { id, identity, store, audience }: BenchCloud, execArgv: readonly string[] = []): Promise<string> {
  const child = spawn(process.execPath, [...execArgv, program.pathname], { stdio: ['pipe', 'pipe', 'inherit'], env: {}, timeout: 30_000 });
  child.stdin.end(JSON.stringify({ ...connection, key, issuer: issuerUrl, organization, id, identity, store, audience }));
  const output = await text(child.stdout);
  if (!/^\d+/.test(output)) throw new Error(`${program.pathname} ended without an answer.`);
  return output;
}
