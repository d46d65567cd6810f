import { createHmac, hkdfSync } from 'node:crypto';

/** What a read of this credential and reference shows for the value: `hmac:` and 12 hex digits, as `@carnet/core` makes it. */
export function fingerprintOf({ fingerprintKey, name, value }: { readonly fingerprintKey: string; readonly name: string; readonly value: Uint8Array }): string {
  // RFC 5869, without a salt.
  const key = hkdfSync('sha256', Buffer.from(fingerprintKey, 'base64'), new Uint8Array(0), name, 32);
  return `hmac:${createHmac('sha256', new Uint8Array(key)).update(value).digest('hex').slice(0, 12)}`;
}
