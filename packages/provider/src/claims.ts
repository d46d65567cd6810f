import type { IdentityDefinition, OptionalClaim } from './v1/manifest.ts';
import type { Settings } from './v1/settings.ts';

const optionalClaims: Readonly<Record<OptionalClaim, true>> = { 'session-tags': true };

export function isOptionalClaim(name: string): name is OptionalClaim {
  return Object.hasOwn(optionalClaims, name);
}

/**
 * The optional claims that a workload identity config has switched on, computed by the host alone.
 *
 * @example
 * ```ts
 * import { claimsOf } from '@carnet/provider';
 * const schema = { type: 'object', properties: { tagged: { type: 'boolean' } } } as const;
 * claimsOf({ kind: 'acme', schema, audience: 'acme', claims: { 'session-tags': 'tagged' } }, { tagged: true }); // ['session-tags']
 * ```
 */
export function claimsOf({ claims = {} }: IdentityDefinition, settings: Settings): readonly OptionalClaim[] {
  return Object.keys(claims).filter(isOptionalClaim).filter((claim) => {
    const field = claims[claim];
    return field !== undefined && Object.hasOwn(settings, field) && settings[field] === true;
  });
}
