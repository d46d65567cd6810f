import { defineProvider, type Provider } from '@carnet/provider';
import { diagnose } from './diagnose.ts';
import { manifest } from './manifest.ts';
import { openStore } from './open-store.ts';
import { registrations } from './trust/registrations.ts';
import { trust } from './trust/trust.ts';
import { validate } from './validate.ts';

/**
 * AWS Secrets Manager, by web identity federation, access key or assumed role. Importing and creating it loads no module
 * of the AWS SDK; the first exchange and the first read do.
 *
 * Its stores throw the codes of an exchange (`TRUST_REJECTED`, `ISSUER_UNREACHABLE`, `CLOCK_SKEW`, …) and of a store
 * (`SECRET_NOT_FOUND`, `ACCESS_DENIED`, `BATCH_DENIED`, `THROTTLED`, `STORE_*`, …), and `open` throws `SETTINGS_INVALID`.
 *
 * @example
 * ```ts
 * import { createAws } from '@carnet/aws';
 * const aws = createAws();
 * aws.manifest.id; // 'aws'
 * ```
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html
 */
export function createAws(): Provider {
  return defineProvider({ manifest, open: openStore, validate, diagnose, trust, registrations });
}
