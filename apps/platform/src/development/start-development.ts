import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../operations/log.ts';
import { parseSealingKey } from '../sealing/sealing-key.ts';
import { createAuditSigner } from '../audit/audit-signer.ts';
import { startServer, type Server } from '../server/start-server.ts';
import { platformSettings, type PlatformSettings } from '../settings/platform-settings.ts';
import { signIn, type ApiSession } from './api-session.ts';
import { createOrganization, seedOrganization, type SeededOrganization } from './seed-organization.ts';
import { setUpStores, startDevelopmentClouds, type DevelopmentClouds } from './start-clouds.ts';
import { startWorkerProcess } from './start-worker-process.ts';

export interface DevelopmentOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly packages: readonly string[];
  readonly log: (text: string) => void;
  readonly logLevel?: string | undefined;
}

export interface Development {
  readonly server: Server;
  readonly issuer: string;
  readonly clouds: DevelopmentClouds;
  readonly organization: SeededOrganization;
  /** Of the owner, who administers the platform as well. */
  readonly session: ApiSession;
  signInLink(): Promise<string>;
  close(): Promise<void>;
}

const issuer = 'https://issuer.carnet.test';
const owner = { email: 'ada@carnet.test', name: 'Ada' };
// It prints the keys on purpose: what comes out shows the mask.
const program = `
const { OPENAI_API_KEY: key, DATABASE_PASSWORD: password, PAYMENT_KEY: payment } = process.env;
console.log('Billing has an API key of ' + key.length + ' characters, a database password of ' + password.length + ' and a payment key of ' + payment.length + '.');
console.log('Printed by mistake:', key, password, payment);
`;

/** The platform with local clouds in place of the real ones, keys that live in memory, an organization and a worker; what it writes is gone when it ends. */
export async function startDevelopment({ port, packages, log, logLevel = 'warn' }: DevelopmentOptions): Promise<Development> {
  const folder = await mkdtemp(join(tmpdir(), 'carnet-development-'));
  const clouds = await startDevelopmentClouds();
  const server = await startServer({
    settings: settingsOf({ port, dataDirectory: folder, providers: packages, logLevel }),
    program: { module: new URL('./provider-process.ts', import.meta.url), connection: () => clouds.connection },
    log: createLog(logLevel, { write: log }), now: Date.now, randomBytes,
  });
  clouds.route(new URL(issuer).hostname, new URL(server.url));
  const { people } = await server.ready;
  const signInLink = (): Promise<string> => people.signInLink(owner);
  const session = await signIn(server.url, await signInLink());
  const id = await createOrganization(session);
  const stores = setUpStores(clouds, { issuer, subject: `organization:${id}` });
  const organization = await seedOrganization(session, id, stores.stores, [process.execPath, '-e', program]);
  const worker = startWorkerProcess({ url: server.url, joinToken: organization.joinToken, stateDirectory: join(folder, 'worker'), connection: clouds.connection }, log);
  return {
    server, issuer, organization, session, signInLink, clouds: stores,
    async close() {
      await worker.stop();
      await server.close();
      await clouds.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function settingsOf(given: Pick<PlatformSettings, 'port' | 'dataDirectory' | 'providers' | 'logLevel'>): Parameters<typeof startServer>[0]['settings'] {
  const standards = Object.fromEntries(Object.entries(platformSettings).map(([name, { standard }]) => [name, standard])) as unknown as PlatformSettings;
  return {
    ...standards, ...given,
    issuer, signingKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    encryptionKey: parseSealingKey(randomBytes(32).toString('base64')), sessionSecret: randomBytes(32).toString('base64'),
    auditKey: createAuditSigner(generateKeyPairSync('ed25519').privateKey), administrators: [owner.email], managementPort: 0, drainSeconds: 5,
  };
}
