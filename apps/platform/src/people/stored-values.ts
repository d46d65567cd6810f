import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** How tokens and codes stand in the tables of the library for people. */
export interface StoredValues {
  /** Found again by whoever presents the value: HMAC-SHA-256, since a code that people type has too few bits for a plain hash. */
  hash(field: string, value: string): string;
  /** Read back by the server alone: AES-256-GCM. */
  seal(field: string, value: string): string;
  /** @returns undefined for a text that this secret did not seal */
  open(field: string, sealed: string): string | undefined;
}

/** @param secret the secret for sessions, from the settings */
export function createStoredValues(secret: string): StoredValues {
  const hashing = keyFrom(secret, 'carnet people hash');
  const sealing = keyFrom(secret, 'carnet people seal');
  return {
    hash: (field, value) => createHmac('sha256', hashing).update(`${field}\n${value}`).digest('base64url'),
    seal(field, value) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(field));
      const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(field, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < 28) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12)).setAAD(Buffer.from(field)).setAuthTag(bytes.subarray(12, 28));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

function keyFrom(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}
