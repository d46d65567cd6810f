import { ownFailure } from './failed-rung.ts';
import { rungOf, type Rung, type RungDetails } from './rung.ts';
import type { TokenClaims } from './token-claims.ts';

// An issuer has one or two.
const mostShown = 10;
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** RFC 7517: the key of our token is there, for RS256, and nothing of a private key is. */
export function keysRung(document: Readonly<Record<string, unknown>>, address: string, { keyId, algorithm }: TokenClaims, details: RungDetails): Rung {
  const keys = Array.isArray(document['keys']) ? document['keys'].filter(isRecord) : [];
  const leaked = keys.find((key) => privateMembers.some((member) => Object.hasOwn(key, member)));
  if (leaked) {
    return ownFailure('issuer.keys', 'TRUST_TOO_WIDE', `${address} publishes the private half of a key: whoever read it can sign as this issuer.`, 'Take the document down, replace the key and disable the trust in every cloud until then.', details);
  }
  const known = keys.slice(0, mostShown).map(({ kid }) => (typeof kid === 'string' ? kid.slice(0, 100) : 'a key without id'));
  const shown: RungDetails = {
    ...details,
    sent: { keyId: keyId ?? 'none', algorithm: algorithm ?? 'none' },
    expected: { keyIds: known.length === 0 ? 'none' : `${known.join(', ')}${keys.length > mostShown ? ` and ${keys.length - mostShown} more` : ''}`, algorithm: 'RS256' },
  };
  if (algorithm !== 'RS256') return ownFailure('issuer.keys', 'SIGNATURE_REJECTED', `Our token is signed with ${algorithm?.slice(0, 20) ?? 'no algorithm'}, and clouds take RS256.`, 'Sign with an RSA key (RS256).', shown);
  const [key, ...others] = keys.filter(({ kid }) => kid === keyId);
  if (keyId === undefined || !key) {
    return ownFailure('issuer.keys', 'SIGNATURE_REJECTED', `The JWKS of our own issuer does not hold the key that signed our token (${keyId ?? 'the token names none'}).`, 'Publish the key that signs, or sign with one that is published; the issuer and what serves its documents must use the same keys.', { ...shown, command: `curl -fsS ${quoted(address)}` });
  }
  if (others.length > 0) return ownFailure('issuer.keys', 'SIGNATURE_REJECTED', `The JWKS holds ${others.length + 1} keys with the id ${keyId}: each cloud takes another of them.`, 'Give every key an id of its own, and publish it once.', shown);
  const wrong = wrongMember(key);
  if (wrong !== undefined) return ownFailure('issuer.keys', 'SIGNATURE_REJECTED', `The key ${keyId} in the JWKS has ${wrong}, so that no cloud uses it to check RS256.`, 'Publish it with kty RSA, alg RS256 and use sig.', shown);
  return rungOf('issuer.keys', 'unproven', `The JWKS holds the key ${keyId}, and public members alone.`, shown);
}

function wrongMember({ kty, alg, use }: Readonly<Record<string, unknown>>): string | undefined {
  if (kty !== 'RSA') return 'another kty than RSA';
  if (alg !== undefined && alg !== 'RS256') return 'another alg than RS256';
  return use !== undefined && use !== 'sig' ? 'another use than sig' : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** One word for a POSIX shell. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);
