import { gcpError } from './gcp-error.ts';
import { SecretManagerAnswer } from './secret-manager-answer.ts';
import type { LoadedSdk, SdkCall } from './secret-manager-client.ts';
import type { SecretManagerCall } from './secret-manager-failure.ts';
import { pathBelow, type StoreAddress } from './store-address.ts';

function hasStatus(error: unknown, status: number): boolean {
  return error instanceof Error && error.cause instanceof SecretManagerAnswer && error.cause.facts.status === status;
}

/** Adds a version; where there is no secret yet, makes it first. */
export async function writeSecret({ client, crc32c }: LoadedSdk, { address, secret = '' }: SecretManagerCall, bytes: Uint8Array, options: SdkCall): Promise<{ readonly version: string }> {
  const parent = `${address.parent}/secrets/${secret}`;
  const add = async (): Promise<string> => {
    const [{ name }] = await client.addSecretVersion({ parent, payload: { data: bytes, dataCrc32c: String(crc32c(bytes)) } }, { ...options });
    return /^secrets\/[^/]+\/versions\/([1-9][0-9]{0,18})$/.exec(pathBelow(address, name) ?? '')?.[1] ?? '';
  };
  let version: string;
  try {
    version = await add();
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
    await create(client, address, secret, options);
    version = await add();
  }
  if (version !== '') return { version };
  throw gcpError({ code: 'STORE_FAULT', step: 'write', retryable: false, message: `Secret Manager stored '${secret}' and named no version.` });
}

async function create(client: LoadedSdk['client'], { parent, location }: StoreAddress, secretId: string, options: SdkCall): Promise<void> {
  try {
    // A regional secret lives in its location; every other one is given a replication.
    await client.createSecret({ parent, secretId, secret: location === undefined ? { replication: { automatic: {} } } : {} }, { ...options });
  } catch (error) {
    // Somebody else was faster.
    if (!hasStatus(error, 409)) throw error;
  }
}
