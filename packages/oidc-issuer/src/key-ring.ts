import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { withDeadline } from './deadline.ts';
import { IssuerError } from './issuer-error.ts';
import { publicSigningJwk } from './public-signing-jwk.ts';
import type { PublicSigningJwk, Signer } from './signer.ts';
import { signingKeyInvalid } from './signing-key-invalid.ts';

/** `next` is published and does not sign yet, `active` signs, `retiring` no longer signs and stays published until its last token has expired. */
export type SigningKeyState = 'next' | 'active' | 'retiring';

/** One key that verifiers see. */
export interface PublishedKey {
  readonly state: SigningKeyState;
  readonly jwk: PublicSigningJwk;
}

/**
 * The keys that are published now and the one that signs. A ring never changes: rotating is making a new ring and
 * letting the function given as `keys` of `createIssuer` return it.
 */
export interface KeyRing {
  /** One to five keys, exactly one of them `active`; frozen. */
  readonly keys: readonly PublishedKey[];
  /** Holds the private half of the active key. */
  readonly signer: Signer;
}

export interface KeyRingOptions {
  readonly signer: Signer;
  /** Every published key, the signer's own (as `active`) among them. Of each JWK only `n` and `e` are taken. */
  readonly keys: readonly { readonly state: SigningKeyState; readonly jwk: { readonly n: string; readonly e: string; readonly kid?: string | undefined } }[];
}

/** Verifiers keep few keys (some no more than ten), and two rotations at once need five. */
const maximumKeys = 5;
const signDeadline = 10_000;
const checkedRings = new WeakSet<KeyRing>();

/** Whether the ring came out of {@link createKeyRing}. */
export function isCheckedRing(ring: KeyRing): boolean {
  return checkedRings.has(ring);
}

/**
 * Makes a ring from a signer and the keys to publish. The signer signs 32 random bytes once, and the signature must
 * verify under its published key: an issuer never signs with a key that is not published.
 *
 * @throws IssuerError `SIGNING_KEY_UNPUBLISHED` when the signer's key is not the active one or signs with another key;
 *   `SIGNING_KEY_INVALID` when a key is not RSA of at least 2048 bits, appears twice, has a `kid` other than its
 *   RFC 7638 thumbprint, when there are more than five keys or not exactly one active; `SIGNING_FAILED` when the
 *   signer fails or takes more than 10 s.
 *
 * @example
 * ```ts
 * import { createKeyRing } from '@carnet/oidc-issuer';
 * import type { KeyRing, PublicSigningJwk, Signer } from '@carnet/oidc-issuer';
 *
 * export function ringOf(signer: Signer, retiring: PublicSigningJwk): Promise<KeyRing> {
 *   return createKeyRing({ signer, keys: [{ state: 'active', jwk: signer.publicJwk }, { state: 'retiring', jwk: retiring }] });
 * }
 * ```
 */
export async function createKeyRing({ signer, keys }: KeyRingOptions): Promise<KeyRing> {
  if (keys.length > maximumKeys) throw signingKeyInvalid(`The key ring holds ${keys.length} keys, and ${maximumKeys} are the most`);
  const published: PublishedKey[] = [];
  for (const [index, { state, jwk }] of keys.entries()) {
    const subject = `Key ${index + 1} of the ring`;
    published.push(Object.freeze({ state, jwk: await publicSigningJwk(publicKeyOf(jwk, subject), subject, jwk.kid) }));
  }
  const active = soleActiveKey(published);
  const { keyId, algorithm } = signer;
  if (algorithm !== 'RS256') throw signingKeyInvalid('The signer does not sign RS256');
  if (active.jwk.kid !== keyId) throw new IssuerError({ code: 'SIGNING_KEY_UNPUBLISHED' });
  await trySigner(signer, publicKeyOf(active.jwk, 'The active key'));
  const sign: Signer['sign'] = (data, options) => signer.sign(data, options);
  const ring: KeyRing = Object.freeze({ keys: Object.freeze(published), signer: Object.freeze({ keyId, algorithm, publicJwk: active.jwk, sign }) });
  checkedRings.add(ring);
  return ring;
}

/** Signs with the ring's active key under a deadline. */
export function signWith(signer: Signer, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return withDeadline(signDeadline, () => new IssuerError({ code: 'SIGNING_FAILED' }), (signal) => signer.sign(data, { signal }));
}

function soleActiveKey(keys: readonly PublishedKey[]): PublishedKey {
  const kids = new Set(keys.map(({ jwk }) => jwk.kid));
  if (kids.size < keys.length) throw signingKeyInvalid('The same key appears twice in the ring');
  const active = keys.filter(({ state }) => state === 'active');
  const [first] = active;
  if (first === undefined) throw signingKeyInvalid('No key is active; give exactly one the state active');
  if (active.length > 1) throw signingKeyInvalid(`${active.length} keys are active; exactly one may be`);
  return first;
}

function publicKeyOf({ n, e }: { readonly n: string; readonly e: string }, subject: string): KeyObject {
  try {
    return createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e } });
  } catch {
    throw signingKeyInvalid(`${subject} is not a readable RSA public key`);
  }
}

async function trySigner(signer: Signer, publicKey: KeyObject): Promise<void> {
  const data = crypto.getRandomValues(new Uint8Array(32));
  const signature = await signWith(signer, data);
  if (verify('sha256', data, publicKey, signature)) return;
  throw new IssuerError({ code: 'SIGNING_KEY_UNPUBLISHED', message: "The signer's signature does not verify under its published key." });
}
