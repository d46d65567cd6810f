import type { BatchGetSecretValueCommandOutput } from '@aws-sdk/client-secrets-manager';
import { CarnetError, type BatchResult } from '@carnet/provider';
import { answerEntries } from './answer-entries.ts';
import { acceptAnswer, strangeSecret } from './accept-answer.ts';
import type { AwsStoreOptions } from './aws-store-options.ts';
import { entryFailure } from './store-failure.ts';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
export const mostInBatch = 20;

function attempt(read: () => BatchResult): BatchResult {
  try {
    return read();
  } catch (error) {
    if (!CarnetError.isInstance(error)) throw error;
    return { ok: false, error };
  }
}

/** By the name that was asked for, in whatever order and number the answer has: what is missing, or there twice, is a fault of this one secret. */
function sorted({ SecretValues, Errors }: BatchGetSecretValueCommandOutput, names: ReadonlySet<string>, { host, place }: AwsStoreOptions, sent: readonly string[]): Map<string, BatchResult> {
  const results = new Map<string, BatchResult>();
  const settle = (name: string | undefined, read: (name: string) => BatchResult): void => {
    if (name === undefined || !names.has(name)) return;
    results.set(name, results.has(name) ? { ok: false, error: strangeSecret(name, host) } : attempt(() => read(name)));
  };
  for (const entry of answerEntries(SecretValues, 'read', host)) settle(entry.Name, (name) => ({ ok: true, ...acceptAnswer(entry, name, undefined, host, place) }));
  for (const entry of answerEntries(Errors, 'read', host)) settle(entry.SecretId, (name) => ({ ok: false, error: entryFailure(entry.ErrorCode, entry.Message, { step: 'read', host, secret: name, sent }) }));
  return results;
}

/** One request for at most twenty distinct names, each in its newest version: the request takes no other. */
export async function readBatch(options: AwsStoreOptions, names: ReadonlySet<string>, signal: AbortSignal | undefined): Promise<(name: string) => BatchResult> {
  const { client, host } = options;
  const results = await client.run({ step: 'read', host, batch: true }, signal, async (sdkClient, { BatchGetSecretValueCommand }, sent) =>
    sorted(await sdkClient.send(new BatchGetSecretValueCommand({ SecretIdList: [...names] }), signal === undefined ? {} : { abortSignal: signal }), names, options, sent));
  return (name) => results.get(name) ?? { ok: false, error: strangeSecret(name, host) };
}
