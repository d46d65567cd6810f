import { compactVerify, decodeJwt, decodeProtectedHeader, type CryptoKey, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import type { KeyObject } from 'node:crypto';

export interface DecodedJwt {
  readonly header: ProtectedHeaderParameters;
  readonly claims: JWTPayload;
}

const compactJws = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Undefined where the text is no JWT. */
export function decode(jwt: string): DecodedJwt | undefined {
  if (!compactJws.test(jwt)) return undefined;
  try {
    return { header: decodeProtectedHeader(jwt), claims: decodeJwt(jwt) };
  } catch {
    return undefined;
  }
}

export async function verifies(jwt: string, key: CryptoKey | KeyObject, algorithm: string): Promise<boolean> {
  return await compactVerify(jwt, key, { algorithms: [algorithm] }).then(() => true, () => false);
}
