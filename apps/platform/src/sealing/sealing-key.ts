import { createHmac } from 'node:crypto';

/** A key-encryption key: AES-256. */
export interface SealingKey {
  /** 12 hex digits made from the key: they stand beside each sealed value and tell nothing of the key. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

const keyBytes = 32;

/**
 * Reads a key as it stands in an environment variable or a file: 32 bytes in base64, base64url or hex; white space around it is nothing.
 *
 * @throws Error saying what is wrong, without the text
 *
 * @example
 * const current = parseSealingKey(environment.CARNET_ENCRYPTION_KEY); // openssl rand -base64 32
 */
export function parseSealingKey(text: string): SealingKey {
  const trimmed = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : fromBase64(trimmed);
  if (bytes?.length !== keyBytes) throw new Error('An encryption key is 32 random bytes in base64 or hex. Make one with: openssl rand -base64 32');
  if (new Set(bytes).size < 8) throw new Error('The encryption key is not random. Make one with: openssl rand -base64 32');
  return sealingKey(bytes);
}

/** @param bytes 32 random bytes */
export function sealingKey(bytes: Uint8Array): SealingKey {
  if (bytes.length !== keyBytes) throw new RangeError('An encryption key has 32 bytes.');
  return { id: createHmac('sha256', bytes).update('carnet.sealing-key-id.v1').digest('hex').slice(0, 12), bytes };
}

function fromBase64(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
