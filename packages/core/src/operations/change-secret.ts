import { CarnetError, type SecretStore, type Step } from '@carnet/provider';
import type { Origin } from '../calls/foreign-error.ts';
import type { Operation } from '../calls/operation.ts';
import { RetryBudget } from '../calls/retry.ts';
import type { OpenCredential } from '../connection/open-credential.ts';

/**
 * Writes or removes, once: a store may have taken an attempt whose answer was lost. Only after an expired cloud credential,
 * which the store certainly refused, is there a new exchange and a second try.
 */
export async function changeSecret<T>(
  operation: Operation, open: OpenCredential, step: Extract<Step, 'write' | 'remove'>,
  work: (store: SecretStore, signal: AbortSignal, origin: Origin) => Promise<T>,
): Promise<T> {
  const { credential } = open;
  const provider = credential.provider.manifest.id;
  if (!credential.writable) {
    throw new CarnetError({
      code: 'CREDENTIAL_READ_ONLY', message: `Credential '${credential.name}' is read-only.`, hint: 'Set writable: true on the credential, or use another one.', provider, step,
    });
  }
  if (open.store()[step] === undefined) {
    throw new CarnetError({ code: 'OPERATION_NOT_SUPPORTED', message: `Provider '${provider}' cannot ${step} secrets.`, provider, step });
  }
  try {
    return await open.attempt(operation, step, operation.remainingMs(), work);
  } catch (error) {
    if (!CarnetError.isInstance(error) || error.code !== 'CREDENTIAL_EXPIRED') throw error;
    await open.authenticate(operation, new RetryBudget());
    return await open.attempt(operation, step, operation.remainingMs(), work);
  }
}
