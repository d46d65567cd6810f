import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { PublicSigningJwk, Signer } from './signer.ts';

// Measured, whole mint against the raw signature: 1.11 this way, 1.27 through WebCrypto or the callback form, whose hop
// to the thread pool costs more CPU than the rest of a mint. The price is 0.3 ms on the event loop for each new token.
export function createLocalSigner(privateKey: KeyObject, publicJwk: PublicSigningJwk): Signer {
  return { keyId: publicJwk.kid, algorithm: 'RS256', publicJwk, sign: async (data) => sign('sha256', data, privateKey) };
}
