import type { KeyObject } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import { signingKeyInvalid } from './signing-key-invalid.ts';
import type { PublicSigningJwk } from './signer.ts';

const minimumBits = 2048;

/** Built member by member: exporting a key and deleting what is private would publish whatever the deletion forgot. */
export async function publicSigningJwk(publicKey: KeyObject, subject: string, expectedKid?: string): Promise<PublicSigningJwk> {
  const { modulusLength = 0, publicExponent } = publicKey.asymmetricKeyDetails ?? {};
  if (publicKey.asymmetricKeyType !== 'rsa') throw signingKeyInvalid(`${subject} is not an RSA key; Entra, AWS and Google all accept RS256 only`);
  if (modulusLength < minimumBits) throw signingKeyInvalid(`${subject} is too short: ${modulusLength} bits, and ${minimumBits} are the least`);
  if (publicExponent !== 65537n) throw signingKeyInvalid(`${subject} has an unusual public exponent; only 65537 is accepted`);
  const { n, e } = publicKey.export({ format: 'jwk' });
  if (n === undefined || e === undefined) throw signingKeyInvalid(`${subject} has no RSA modulus`);
  const kid = await calculateJwkThumbprint({ kty: 'RSA', n, e });
  if (expectedKid !== undefined && expectedKid !== kid) {
    throw signingKeyInvalid(`${subject} has a kid that is not its RFC 7638 thumbprint, ${kid}`, 'Remove the kid, or set it to the thumbprint.');
  }
  return Object.freeze({ kty: 'RSA', n, e, alg: 'RS256', use: 'sig', kid });
}
