import { createHash } from 'node:crypto';
import type { Settings } from '@carnet/provider';
import { PlatformError } from '../../errors/platform-error.ts';
import type { SealedPlace, Sealer } from '../../sealing/sealer.ts';
import { canonicalJson } from '../records/json-columns.ts';

/** Whom a credential's secrets are shown to: the whole of what is not secret in it. */
export interface SecretTarget {
  readonly provider: string;
  readonly method: string;
  readonly identity?: { readonly kind: string; readonly settings: Settings } | undefined;
  readonly store: Settings;
  readonly settings: Settings;
}

export type SecretFields = Readonly<Record<string, string>>;

/**
 * The target stands inside of what is sealed: secrets open for the address, tenant, role, region, method and provider that they were typed for
 * and for no other, whoever changed the row or the workload identity config since, and by whatever way.
 */
export function sealSecrets(sealer: Sealer, place: SealedPlace, secrets: SecretFields, target: SecretTarget): string | null {
  if (Object.keys(secrets).length === 0) return null;
  return sealer.seal(Buffer.from(JSON.stringify({ target: digestOf(target), secrets })), place);
}

/** @throws PlatformError `SECRETS_MUST_BE_TYPED` where they were typed for another target */
export function openSecrets(sealer: Sealer, place: SealedPlace, sealed: string | null, target: SecretTarget): SecretFields {
  if (sealed === null) return {};
  const stored = JSON.parse(Buffer.from(sealer.open(sealed, place)).toString('utf8')) as { readonly target: string; readonly secrets: SecretFields };
  if (stored.target !== digestOf(target)) throw mustBeTyped(Object.keys(stored.secrets));
  return stored.secrets;
}

export function mustBeTyped(names: readonly string[]): PlatformError {
  return new PlatformError({ code: 'SECRETS_MUST_BE_TYPED', problems: names.map((name) => ({ field: `secrets.${name}`, message: 'must be typed again' })) });
}

export function secretsPlace(organization: string, credential: string): SealedPlace {
  return { table: 'credential', organization, row: credential, column: 'secrets' };
}

function digestOf({ provider, method, identity, store, settings }: SecretTarget): string {
  const { kind, settings: identitySettings } = identity ?? {};
  return createHash('sha256').update(canonicalJson({ provider, method, identity: identity === undefined ? null : { kind, settings: identitySettings }, store, settings })).digest('base64url');
}
