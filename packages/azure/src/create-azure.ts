import { defineProvider, type Provider } from '@carnet/provider';
import { diagnose } from './diagnose.ts';
import { manifest } from './manifest.ts';
import { openStore } from './open-store.ts';
import { registrations } from './trust/registrations.ts';
import { trust } from './trust/trust.ts';
import { validate } from './validate.ts';

/**
 * Azure Key Vault, by workload identity federation or client secret. Importing and creating it loads no module of an
 * Azure SDK; the first exchange and the first read do.
 *
 * Its stores throw the codes of an exchange (`TRUST_REJECTED`, `CLOCK_SKEW`, `TOKEN_ENDPOINT_*`, …) and of a store
 * (`SECRET_NOT_FOUND`, `ACCESS_DENIED`, `THROTTLED`, `STORE_*`, …), and `open` throws `SETTINGS_INVALID` and
 * `STORE_ADDRESS_REFUSED`.
 *
 * @example
 * ```ts
 * import { createAzure } from '@carnet/azure';
 * const azure = createAzure();
 * azure.manifest.id; // 'azure'
 * ```
 * @see https://learn.microsoft.com/azure/key-vault/secrets/about-secrets
 */
export function createAzure(): Provider {
  return defineProvider({ manifest, open: openStore, validate, diagnose, trust, registrations });
}
