import type { GetSecretValueCommandOutput, SecretValueEntry } from '@aws-sdk/client-secrets-manager';
import type { CarnetError, ReadResult } from '@carnet/provider';
import { awsError } from './aws-error.ts';
import { isArnOf, type SecretPlace, type SecretVersion } from './secret-name.ts';
import { fromStoredValue } from './secret-value.ts';

// AWS names no alphabet. What is taken goes into records and onto screens.
const storedVersion = /^[\x21-\x7e]{1,64}$/;

export function strangeSecret(name: string, host: string): CarnetError {
  return awsError({ code: 'STORE_FAULT', step: 'read', message: `${host} answered the read of '${name}' with something else than this secret.` });
}

/** @throws CarnetError `STORE_FAULT` where this is not the secret, or not the version, that was asked for */
export function acceptAnswer(answer: SecretValueEntry | GetSecretValueCommandOutput, name: string, version: SecretVersion | undefined, host: string, place: SecretPlace): ReadResult {
  const { ARN, Name, VersionId, VersionStages } = answer;
  const isThisVersion = version === undefined || ('VersionId' in version ? VersionId === version.VersionId : (VersionStages ?? [version.VersionStage]).includes(version.VersionStage));
  if (Name !== name || !isArnOf(ARN, name, place) || typeof VersionId !== 'string' || !storedVersion.test(VersionId) || !isThisVersion) throw strangeSecret(name, host);
  const bytes = fromStoredValue(answer);
  if (bytes === undefined) {
    throw awsError({ code: 'STORE_FAULT', step: 'read', retryable: false, message: `${host} holds no value under '${name}' that can be read without a loss.` });
  }
  return { bytes, version: VersionId };
}
