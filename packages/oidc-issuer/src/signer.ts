/** The public half of a signing key, exactly as it stands in the JWK Set (RFC 7517): no other member, ever. */
export interface PublicSigningJwk {
  readonly kty: 'RSA';
  /** Modulus, base64url. */
  readonly n: string;
  /** Exponent, base64url; always 65537. */
  readonly e: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
  /** RFC 7638 thumbprint (SHA-256) of the key, 43 base64url characters. */
  readonly kid: string;
}

/**
 * What signs: a key in this process, or one in a KMS that never gives it out. Implement these four members and pass the
 * signer to `createKeyRing`, which tries it once against its own public key.
 *
 * @example
 * ```ts
 * import type { PublicSigningJwk, Signer } from '@carnet/oidc-issuer';
 *
 * declare const kms: { sign(input: { message: Uint8Array; signal: AbortSignal }): Promise<Uint8Array> };
 * declare const publicJwk: PublicSigningJwk;
 *
 * export const signer: Signer = {
 *   keyId: publicJwk.kid,
 *   algorithm: 'RS256',
 *   publicJwk,
 *   sign: (data, { signal }) => kms.sign({ message: data, signal }),
 * };
 * ```
 */
export interface Signer {
  /** The `kid` of the tokens: the RFC 7638 thumbprint of `publicJwk`. */
  readonly keyId: string;
  readonly algorithm: 'RS256';
  readonly publicJwk: PublicSigningJwk;
  /**
   * RSASSA-PKCS1-v1_5 with SHA-256 over `data` (RFC 7518 §3.3), not yet hashed.
   *
   * @param options.signal - fires after 10 seconds; the call fails then, whether or not the signer listens.
   */
  sign(data: Uint8Array<ArrayBuffer>, options: { readonly signal: AbortSignal }): Promise<Uint8Array>;
}
