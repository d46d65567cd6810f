import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { StoreOptions } from '../../store/open-store.ts';
import { startProgram, type ProgramProcess } from './program-process.ts';

/** The settings of one installation: they outlive its processes. */
export interface Installation {
  readonly encryptionKey: string;
  readonly environment: Readonly<Record<string, string>>;
}

export const person = 'ada@carnet.test';

/** @param dataDirectory - of the embedded database, where there is no other */
export function newInstallation(dataDirectory: string, database: StoreOptions): Installation {
  const encryptionKey = randomBytes(32).toString('base64');
  const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  return {
    encryptionKey,
    environment: {
      OIDC_ISSUER: 'https://issuer.carnet.test', OIDC_PRIVATE_KEY: String(signingKey), CARNET_ENCRYPTION_KEY: encryptionKey, CARNET_SESSION_SECRET: randomBytes(32).toString('base64'),
      CARNET_AUDIT_KEY: String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })), CARNET_ADMINISTRATORS: person, CARNET_DATA_DIRECTORY: dataDirectory,
      PORT: '0', CARNET_MANAGEMENT_PORT: '0', CARNET_LOG_LEVEL: 'warn', CARNET_REQUESTS_PER_MINUTE: '1000000', ...(database.kind === 'postgres' && { DATABASE_URL: database.url }),
    },
  };
}

export interface ServeProcess extends ProgramProcess {
  /** The address, once the API answers. */
  readonly ready: Promise<string>;
}

export function startServe({ environment }: Installation, ...args: readonly string[]): ServeProcess {
  const process_ = startProgram(['serve', ...args], environment);
  const ready = process_.shows(/^ready (\S+)$/m);
  ready.catch(() => undefined);
  return { ...process_, ready };
}

/** Signs a person in through the link that the program printed; gives the token of the session. */
export async function signInThere(url: string, link: string): Promise<string> {
  const answer = await fetch(new URL('/v1/sign-in-links/redeem', url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token: new URL(link).hash.slice(1), bearer: true }), signal: AbortSignal.timeout(30_000) });
  return (await answer.json() as { readonly token: string }).token;
}
