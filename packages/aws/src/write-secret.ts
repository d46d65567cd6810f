import { CarnetError } from '@carnet/provider';
import type { AwsStoreOptions } from './aws-store-options.ts';
import { awsError } from './aws-error.ts';
import { toStoredValue, type StoredValue } from './secret-value.ts';
import type { StoreCall } from './store-failure.ts';

/** What an answer could repeat of a value: as it is, or as it was sent. */
function formsOf(value: StoredValue): readonly string[] {
  return 'SecretString' in value ? [value.SecretString] : [Buffer.from(value.SecretBinary).toString('base64')];
}

/** Puts a new version, and makes the secret where there is none. */
export async function writeSecret({ client, host, writeTokens }: AwsStoreOptions, name: string, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<{ readonly version: string }> {
  const value = toStoredValue(bytes);
  const token = writeTokens.begin(name, bytes);
  const call: StoreCall = { step: 'write', host, secret: name, sent: formsOf(value) };
  const options = signal === undefined ? {} : { abortSignal: signal };
  const put = (): Promise<{ readonly VersionId?: string | undefined }> =>
    client.run(call, signal, (sdkClient, { PutSecretValueCommand }) => sdkClient.send(new PutSecretValueCommand({ SecretId: name, ClientRequestToken: token, ...value }), options));
  const create = (): Promise<{ readonly VersionId?: string | undefined }> =>
    client.run(call, signal, (sdkClient, { CreateSecretCommand }) => sdkClient.send(new CreateSecretCommand({ Name: name, ClientRequestToken: token, ...value }), options));
  try {
    const { VersionId } = await put().catch(async (error: unknown) => {
      if (!CarnetError.isInstance(error) || error.code !== 'SECRET_NOT_FOUND') throw error;
      // Somebody else may make it in between.
      return await create().catch((second: unknown) => (CarnetError.isInstance(second) && second.cloudCode === 'ResourceExistsException' ? put() : Promise.reject(second as Error)));
    });
    writeTokens.end(name, token);
    if (typeof VersionId === 'string' && VersionId !== '') return { version: VersionId };
  } catch (error) {
    // Only a write that may have happened is repeated as the same one.
    if (CarnetError.isInstance(error) && !error.retryable && error.code !== 'ABORTED') writeTokens.end(name, token);
    throw error;
  }
  throw awsError({ code: 'STORE_FAULT', step: 'write', retryable: false, message: `${host} stored '${name}' and named no version.` });
}
