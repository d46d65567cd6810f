import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalClouds, type LocalClouds } from '@carnet/local-clouds';
import { createAuditSigner } from '../audit/audit-signer.ts';
import { createLog } from '../operations/log.ts';
import { parseSealingKey } from '../sealing/sealing-key.ts';
import type { ServerOptions, ServerSettings } from '../server/server-options.ts';
import { startServer, type Server } from '../server/start-server.ts';
import { platformSettings, type PlatformSettings } from '../settings/platform-settings.ts';
import { signIn, type ApiSession } from './api-session.ts';
import { startWorkerProcess, type WorkerProcess } from './start-worker-process.ts';

export interface SceneOptions extends Partial<PlatformSettings> {
  readonly log: (text: string) => void;
  /** Default: the standard ones. */
  readonly limits?: ServerOptions['limits'];
  /** The server's clock, in epoch milliseconds; that of the clouds is the machine's. */
  readonly now?: (() => number) | undefined;
}

/** A server with local clouds in place of the real ones, keys that live in memory, and one person. What it writes is gone when it ends. */
export interface Scene {
  readonly server: Server;
  readonly clouds: LocalClouds;
  readonly issuer: string;
  /** Of somebody who administers the platform. */
  readonly session: ApiSession;
  signInLink(): Promise<string>;
  /** Starts a worker with a join token, as a process of its own. An environment of its own may name an identity that it has there. */
  startWorker(joinToken: string, environment?: Readonly<Record<string, string>>): WorkerProcess;
  close(): Promise<void>;
}

const issuer = 'https://issuer.carnet.test';
const owner = { email: 'ada@carnet.test', name: 'Ada' };

export async function startScene({ log, limits, now = Date.now, ...given }: SceneOptions): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'carnet-development-'));
  const clouds = await startLocalClouds();
  const settings = settingsOf({ dataDirectory: folder, ...given });
  const server = await startServer({
    settings, limits, now, randomBytes,
    program: { module: new URL('./provider-process.ts', import.meta.url), connection: () => clouds.connection },
    log: createLog(settings.logLevel, { write: log }),
  });
  clouds.route(new URL(issuer).hostname, new URL(server.url));
  const { people } = await server.ready;
  const signInLink = (): Promise<string> => people.signInLink(owner);
  const workers: WorkerProcess[] = [];
  return {
    server, clouds, issuer, signInLink,
    session: await signIn(server.url, await signInLink()),
    startWorker(joinToken, environment) {
      const worker = startWorkerProcess({ url: server.url, joinToken, stateDirectory: join(folder, `worker-${workers.length}`), packages: settings.providers, connection: clouds.connection }, log, environment);
      workers.push(worker);
      return worker;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await server.close();
      await clouds.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function settingsOf(given: Partial<PlatformSettings>): ServerSettings {
  const standards = Object.fromEntries(Object.entries(platformSettings).map(([name, { standard }]) => [name, standard])) as unknown as PlatformSettings;
  const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  return {
    ...standards,
    issuer, signingKey: String(signingKey), encryptionKey: parseSealingKey(randomBytes(32).toString('base64')), sessionSecret: randomBytes(32).toString('base64'),
    auditKey: createAuditSigner(generateKeyPairSync('ed25519').privateKey), administrators: [owner.email], port: 0, managementPort: 0, drainSeconds: 5, logLevel: 'warn',
    ...given,
  } as ServerSettings;
}
