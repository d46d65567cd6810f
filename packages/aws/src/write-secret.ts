import type { PutSecretValueCommandOutput } from '@aws-sdk/client-secrets-manager';
import { CarnetError } from '@carnet/provider';
import type { AwsStoreOptions } from './aws-store-options.ts';
import { awsError } from './aws-error.ts';
import { cloudFailureOf } from './cloud-failure.ts';
import { toStoredValue, type StoredValue } from './secret-value.ts';
import type { StoreCall } from './store-failure.ts';

/** What an answer could repeat of a value: as it is, or as it was sent. The parts of a binary one that are text are text. */
function formsOf(value: StoredValue): readonly string[] {
  if ('SecretString' in value) return [value.SecretString];
  const bytes = Buffer.from(value.SecretBinary);
  return [bytes.toString('base64'), bytes.toString('hex'), bytes.toString('utf8')];
}

type Written = Pick<PutSecretValueCommandOutput, 'VersionId' | 'VersionStages'>;

/** Puts a new version, and makes the secret where there is none. */
export async function writeSecret(options: AwsStoreOptions, name: string, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<{ readonly version: string }> {
  const { host, writeTokens } = options;
  const value = toStoredValue(bytes);
  const { token, repeated } = writeTokens.begin(name, bytes);
  let written: Written;
  try {
    written = await putOrCreate(options, name, value, token, signal);
  } catch (error) {
    // Only a write that may have happened is repeated as the same one.
    if (CarnetError.isInstance(error) && !error.retryable && error.code !== 'ABORTED') writeTokens.end(name, token);
    throw error;
  }
  writeTokens.end(name, token);
  // AWS gives the version the id of the write. Another text there is not to be recorded.
  if (written.VersionId !== token) throw awsError({ code: 'STORE_FAULT', step: 'write', retryable: false, message: `${host} answered the write of '${name}' with something else than its version.` });
  // The lost write did happen, and somebody has written since: what is asked for now is a write of its own.
  if (repeated && Array.isArray(written.VersionStages) && !written.VersionStages.includes('AWSCURRENT')) return await writeSecret(options, name, bytes, signal);
  return { version: token };
}

async function putOrCreate({ client, host }: AwsStoreOptions, name: string, value: StoredValue, token: string, signal: AbortSignal | undefined): Promise<Written> {
  const call: StoreCall = { step: 'write', host, secret: name, sent: formsOf(value) };
  const options = signal === undefined ? {} : { abortSignal: signal };
  const put = (): Promise<Written> =>
    client.run(call, signal, (sdkClient, { PutSecretValueCommand }) => sdkClient.send(new PutSecretValueCommand({ SecretId: name, ClientRequestToken: token, ...value }), options));
  // By the code that AWS wrote: that of our error is left out where the value repeats it.
  const exists = (error: unknown): Promise<undefined> => (cloudFailureOf(error)?.code === 'ResourceExistsException' ? Promise.resolve(undefined) : Promise.reject(error as Error));
  const create = (): Promise<Written | undefined> =>
    client.run(call, signal, (sdkClient, { CreateSecretCommand }) => sdkClient.send(new CreateSecretCommand({ Name: name, ClientRequestToken: token, ...value }), options).catch(exists));
  return await put().catch(async (error: unknown) => {
    if (!CarnetError.isInstance(error) || error.code !== 'SECRET_NOT_FOUND') throw error;
    // Somebody else may make it in between.
    return (await create()) ?? (await put());
  });
}
