import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pinnedTo } from './pinned-to.ts';
import { programOf } from './platform-program.ts';
import { signIn, type Session } from './session.ts';

/** The server as it is installed, in a process of its own. */
export interface Serve extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly dataDirectory: string;
  /** Of somebody who administers the platform. */
  readonly session: Session;
  /** Bytes of the heap after a forced collection. */
  heap(): Promise<number>;
}

export interface ServeOptions {
  /** PostgreSQL, migrated already. Default: SQLite in a folder of its own. */
  readonly databaseUrl?: string | undefined;
  /** The processor it is kept on. Default: any. */
  readonly processor?: number | undefined;
}

export const issuerUrl = 'https://issuer.carnet.test';
const person = 'ada@carnet.test';
export const signingKey: string = String(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
const encryptionKey = randomBytes(32).toString('base64');

/** The settings of a server, as an operator would write them. */
export function settingsOf(dataDirectory: string, databaseUrl: string | undefined): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '', OIDC_ISSUER: issuerUrl, OIDC_PRIVATE_KEY: signingKey, CARNET_ENCRYPTION_KEY: encryptionKey, CARNET_SESSION_SECRET: encryptionKey,
    CARNET_DATA_DIRECTORY: dataDirectory, CARNET_ADMINISTRATORS: person, PORT: '0', CARNET_MANAGEMENT_PORT: '0', CARNET_REQUESTS_PER_MINUTE: '1000000', CARNET_RENEWALS_PER_MINUTE: '1000000', CARNET_LOG_LEVEL: 'error', CARNET_DRAIN_SECONDS: '1',
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
}

/** Starts `serve`, and signs its administrator in. */
export async function startServe({ databaseUrl, processor }: ServeOptions = {}): Promise<Serve> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'carnet-bench-serve-'));
  const hook = new URL('./programs/heap-on-demand.ts', import.meta.url).href;
  const [file = '', ...words] = pinnedTo(processor, [process.execPath, ...process.execArgv, '--expose-gc', '--import', hook, programOf('main.ts'), 'serve', '--sign-in-link', person]);
  const child = spawn(file, words, { env: settingsOf(dataDirectory, databaseUrl), stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    await rm(dataDirectory, { recursive: true, force: true });
  };
  try {
    let link = '';
    let url = '';
    if (child.stdout === null) throw new Error('The server has no output.');
    for await (const line of createInterface({ input: child.stdout })) {
      link = /^sign in once.*: (\S+)$/.exec(line)?.[1] ?? link;
      url = /^ready (\S+)$/.exec(line)?.[1] ?? url;
      if (url !== '') break;
    }
    if (url === '') throw new Error('The server did not start.');
    return {
      url, dataDirectory, pid: child.pid ?? 0, session: await signIn(url, link),
      async heap() {
        child.send('heap');
        const [bytes] = (await once(child, 'message', { signal: AbortSignal.timeout(10_000) })) as [number];
        return bytes;
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}
