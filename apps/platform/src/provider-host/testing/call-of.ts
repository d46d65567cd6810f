import { randomUUID } from 'node:crypto';
import type { HostCall, HostedCredential } from '../provider-host.ts';

/** A token as its claims say, signed by nobody. */
export function tokenFor(audience: string, subject = 'organization:11111111-1111-4111-8111-111111111111'): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part({ iss: 'https://issuer.example.test', sub: subject, aud: audience, iat: 1, exp: 9_000_000_000 })}.signature`;
}

/** A credential of a package made by `plainProvider`. */
export function plainCredential(provider: string, more: Partial<HostedCredential> = {}): HostedCredential {
  return {
    id: randomUUID(), name: 'safe', provider, method: 'workload-identity', identity: { id: randomUUID(), kind: provider, settings: { address: 'https://safe.example.test' } },
    store: { shelf: 'upper' }, settings: {}, writable: false, ...more,
  };
}

export function callOf(credential: HostedCredential, more: Partial<HostCall> = {}): HostCall {
  return {
    credential, fingerprintKey: Buffer.alloc(32, 7).toString('base64'), signal: new AbortController().signal,
    tokens: { subjectToken: async () => tokenFor('https://safe.example.test') }, ...more,
  };
}
