import { roleNotNamed } from './web-identity-refusals.ts';

/**
 * Whether the issuer names the role in its token; false where it leaves that to the role alone. STS asks this before the trust
 * policy: the claim is a list of ARNs, or a text of them with semicolons.
 *
 * @throws AwsRefusal where roles are named, and not this one
 */
export function isNamedByIssuer(claim: unknown, roleArn: string): boolean {
  if (claim === undefined || claim === null) return false;
  const named: readonly unknown[] = typeof claim === 'string' ? claim.split(';') : Array.isArray(claim) ? claim : [];
  if (!named.some((name) => typeof name === 'string' && name.trim() === roleArn)) throw roleNotNamed();
  return true;
}
