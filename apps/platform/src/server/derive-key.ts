import { hkdfSync } from 'node:crypto';

/** A key of its own for each use (RFC 5869), so that what one use shows tells nothing of another. */
export function deriveKey(secret: string, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `carnet.${use}.v1`, 32));
}
