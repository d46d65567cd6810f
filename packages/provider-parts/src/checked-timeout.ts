import { CarnetError } from '@carnet/provider';
import type { ProviderName } from './provider-name.ts';

/**
 * How long a credential that is handed to a cloud's own SDK waits for its exchange, in milliseconds: those SDKs wait for ever.
 *
 * @throws CarnetError `SETTINGS_INVALID` where it is no whole number from 1 to 600,000
 */
export function checkedTimeout(timeoutMs: number | undefined, { id }: ProviderName): number {
  const chosen = timeoutMs ?? 15_000;
  if (Number.isInteger(chosen) && chosen >= 1 && chosen <= 600_000) return chosen;
  throw new CarnetError({ code: 'SETTINGS_INVALID', provider: id, message: 'The option timeoutMs must be a whole number from 1 to 600000.' });
}
