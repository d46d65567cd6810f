import { createHmac, hkdfSync } from 'node:crypto';

/** The key of one variable's fingerprints (C7): HKDF-SHA-256 (RFC 5869) of the organization's, without salt and with the name as info. */
export function variableKey(organizationKey: Uint8Array, name: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', organizationKey, new Uint8Array(), name, 32));
}

/** What a variable holds of a secret: its fingerprint is of that, on every path, so that a variable that changes paths shows no change of its value. */
export function heldBytes(secret: Uint8Array, encoding: 'utf8' | 'base64'): Uint8Array {
  return encoding === 'base64' ? Buffer.from(Buffer.from(secret).toString('base64')) : secret;
}

/** `hmac:` and 12 hex digits. */
export function fingerprintOf(key: Uint8Array, value: Uint8Array): string {
  return `hmac:${createHmac('sha256', key).update(value).digest('hex').slice(0, 12)}`;
}
