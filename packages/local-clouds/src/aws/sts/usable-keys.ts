import type { JWK } from 'jose';
import { X509Certificate } from 'node:crypto';

export const algorithms: Readonly<Record<string, { readonly type: 'RSA' | 'EC'; readonly curve?: string }>> = {
  RS256: { type: 'RSA' },
  RS384: { type: 'RSA' },
  RS512: { type: 'RSA' },
  ES256: { type: 'EC', curve: 'P-256' },
  ES384: { type: 'EC', curve: 'P-384' },
  ES512: { type: 'EC', curve: 'P-521' },
};

const mostKeysOfAType = 100;

/**
 * The key that STS would verify a token with: of more than 100 keys of a type it takes none, of several with the same id the
 * last, and none that is not for signatures.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export function usableKey(published: readonly JWK[], algorithm: string, keyId: string): JWK | undefined {
  const wanted = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  const ofType = published.filter(({ kty }) => kty === wanted?.type);
  if (!wanted || ofType.length > mostKeysOfAType) return undefined;
  const key = ofType.findLast(({ kid }) => kid === keyId);
  const isUsable = key !== undefined && (key.use === undefined || key.use === 'sig') && (wanted.curve === undefined || key.crv === wanted.curve) && certificateMatches(key);
  return isUsable ? key : undefined;
}

/** The public members alone: whatever else the issuer published, a key only ever verifies. */
export function publicMembers({ kty, n, e, crv, x, y }: JWK): JWK {
  return kty === 'RSA' ? { kty, n: n ?? '', e: e ?? '' } : { kty: 'EC', crv: crv ?? '', x: x ?? '', y: y ?? '' };
}

function certificateMatches(key: JWK): boolean {
  // An issuer can publish anything under this name.
  const chain: unknown = key.x5c;
  if (chain === undefined) return true;
  const first: unknown = Array.isArray(chain) ? chain[0] : undefined;
  if (typeof first !== 'string') return false;
  try {
    const certified = new X509Certificate(Buffer.from(first, 'base64')).publicKey.export({ format: 'jwk' });
    return Object.entries(publicMembers(key)).every(([name, value]) => certified[name as keyof typeof certified] === value);
  } catch {
    return false;
  }
}
