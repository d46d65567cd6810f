import { createPublicKey, generateKeyPair, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { createKeyRing } from './key-ring.ts';
import type { KeyRing } from './key-ring.ts';
import { createLocalSigner } from './local-signer.ts';
import { publicSigningJwk } from './public-signing-jwk.ts';
import { signingKeyInvalid } from './signing-key-invalid.ts';
import { readSigningKeyText } from './signing-key-text.ts';
import type { ReadSigningKey } from './read-signing-key.ts';

/**
 * Reads signing keys as they stand in `OIDC_PRIVATE_KEY`: a PEM private key (PKCS#8 or PKCS#1), a private JWK, or a
 * private JWK Set whose members carry `"state": "next" | "active" | "retiring"`, exactly one of them active.
 *
 * RSA of at least 2048 bits, RS256 only. The `kid` is the RFC 7638 thumbprint; a JWK that brings another is refused.
 * The text is not kept, private halves of `next` and `retiring` keys are dropped, and the active one can be reached only
 * by signing with it.
 *
 * @param text - the key's own text, at most five keys.
 * @throws IssuerError `SIGNING_KEY_INVALID`, with a sentence that says what is wrong and holds nothing of the text.
 * @see https://www.rfc-editor.org/rfc/rfc7638
 *
 * @example
 * ```ts
 * import { loadSigningKeys } from '@carnet/oidc-issuer';
 *
 * const ring = await loadSigningKeys(process.env['OIDC_PRIVATE_KEY'] ?? '');
 * console.log(ring.signer.keyId);
 * ```
 */
export async function loadSigningKeys(text: string): Promise<KeyRing> {
  const read = readSigningKeyText(text);
  const loaded = await Promise.all(read.map(loadKey));
  const active = loaded.find(({ state }) => state === 'active') ?? loaded[0];
  if (active === undefined) throw signingKeyInvalid('The JWK Set holds no key');
  return createKeyRing({
    signer: createLocalSigner(active.privateKey, active.jwk),
    keys: loaded.map(({ state, jwk }) => ({ state, jwk })),
  });
}

/**
 * Makes a ring of one fresh 2048-bit key that lives in this process's memory only: for tests and demonstrations.
 *
 * @example
 * ```ts
 * import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
 *
 * export const issuer = createIssuer({ issuer: 'https://issuer.example.com', keys: await generateKeyRing() });
 * ```
 */
export async function generateKeyRing(): Promise<KeyRing> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = await publicSigningJwk(publicKey, 'The generated key');
  return createKeyRing({ signer: createLocalSigner(privateKey, jwk), keys: [{ state: 'active', jwk }] });
}

async function loadKey({ state, privateKey, subject, kid }: ReadSigningKey) {
  const publicKey = createPublicKey(privateKey);
  const jwk = await publicSigningJwk(publicKey, subject, kid);
  if (!partsBelongTogether(privateKey, publicKey)) throw signingKeyInvalid(`${subject} has public and private parts that do not belong together`);
  return { state, privateKey, jwk };
}

function partsBelongTogether(privateKey: KeyObject, publicKey: KeyObject): boolean {
  const data = crypto.getRandomValues(new Uint8Array(32));
  try {
    return verify('sha256', data, publicKey, sign('sha256', data, privateKey));
  } catch {
    return false;
  }
}
