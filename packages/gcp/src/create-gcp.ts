import { defineProvider, type Provider } from '@carnet/provider';
import { diagnose } from './diagnose.ts';
import { manifest } from './manifest.ts';
import { openStore } from './open-store.ts';
import { registrations } from './trust/registrations.ts';
import { trust } from './trust/trust.ts';
import { validate } from './validate.ts';

/**
 * Google Cloud Secret Manager, by workload identity federation or service account key. Importing and creating it loads no
 * module of a Google SDK; the first exchange and the first read do.
 *
 * Its stores throw the codes of an exchange (`TRUST_REJECTED`, `CLOCK_SKEW`, `TOKEN_ENDPOINT_*`, …) and of a store
 * (`SECRET_NOT_FOUND`, `ACCESS_DENIED`, `THROTTLED`, `STORE_*`, …), and `open` throws `SETTINGS_INVALID`.
 *
 * @example
 * ```ts
 * import { createGcp } from '@carnet/gcp';
 * const gcp = createGcp();
 * gcp.manifest.id; // 'gcp'
 * ```
 * @see https://cloud.google.com/secret-manager/docs/overview
 */
export function createGcp(): Provider {
  return defineProvider({ manifest, open: openStore, validate, diagnose, trust, registrations });
}
