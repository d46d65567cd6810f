const format = 's1';

export interface SealedText {
  readonly keyId: string;
  readonly wrappedKey: Buffer;
  readonly box: Buffer;
}

/** Nonce, 32 bytes, tag. */
const wrappedKeyBytes = 12 + 32 + 16;

export function printSealed({ keyId, wrappedKey, box }: SealedText): string {
  return `${sealedPrefix(keyId)}${Buffer.concat([wrappedKey, box]).toString('base64url')}`;
}

/** How each value begins that this key opens. */
export function sealedPrefix(keyId: string): string {
  return `${format}.${keyId}.`;
}

/** Undefined where the text is not exactly as {@link printSealed} writes it. */
export function parseSealed(text: string): SealedText | undefined {
  const [, keyId, body = ''] = /^s1\.([0-9a-f]{12})\.([\w-]+)$/.exec(text) ?? [];
  const bytes = Buffer.from(body, 'base64url');
  if (keyId === undefined || bytes.length < wrappedKeyBytes) return undefined;
  const sealed = { keyId, wrappedKey: bytes.subarray(0, wrappedKeyBytes), box: bytes.subarray(wrappedKeyBytes) };
  // Base64 has several texts for the same bytes.
  return printSealed(sealed) === text ? sealed : undefined;
}
