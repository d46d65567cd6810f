import type { TrustResource } from '@carnet/provider';
import type { VaultTrust } from './vault-trust.ts';

/** The trust as data: what the local Vault applies. */
export function trustResources({ issuer, subject, login, kv, policy, rules, created, ttlSeconds, maxTtlSeconds }: VaultTrust): readonly TrustResource[] {
  const { address, namespace, mount, role } = login;
  const place = { address, ...(namespace === undefined ? {} : { namespace }) };
  return [
    { type: 'vault.jwtAuth', ...place, mount, discoveryUrl: issuer, boundIssuer: issuer },
    ...(created === undefined ? [] : [{ type: 'vault.secret', ...place, kvMount: kv.mount, entry: created.entry, field: created.field }]),
    { type: 'vault.policy', ...place, policy, rules },
    { type: 'vault.role', ...place, mount, role, boundAudiences: [address], boundSubject: subject, policies: [policy], tokenTtlSeconds: ttlSeconds, tokenMaxTtlSeconds: maxTtlSeconds },
  ];
}
