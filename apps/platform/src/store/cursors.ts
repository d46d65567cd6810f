import { createHmac, timingSafeEqual } from 'node:crypto';
import { PlatformError } from '../errors/platform-error.ts';

export interface Cursors {
  /** @param position the sort values of the last row of a page */
  encode(list: string, organization: string, position: readonly (string | number)[]): string;
  /**
   * @returns the position; a number in it as text
   * @throws PlatformError `CURSOR_INVALID` where it was not made by {@link encode} for this list and organization
   */
  decode(text: string, list: string, organization: string): readonly string[];
}

const longestCursor = 4096;
const signatureBytes = 16;

/**
 * Cursors say where the next page of a list begins. They are signed (HMAC-SHA-256, 128 bits of it) together with the list and the
 * organization, so that no other list and no other organization takes them.
 *
 * @param key 32 random bytes; the same on each replica
 *
 * @example
 * const next = cursors.encode('credentials', organization, [last.name_key, last.id]);
 */
export function createCursors(key: Uint8Array): Cursors {
  const signature = (list: string, organization: string, body: string): string =>
    createHmac('sha256', key).update(JSON.stringify(['carnet.cursor.v1', list, organization, body])).digest().subarray(0, signatureBytes).toString('base64url');
  return {
    encode(list, organization, position) {
      const body = Buffer.from(JSON.stringify(position.map(String))).toString('base64url');
      return `${body}.${signature(list, organization, body)}`;
    },
    decode(text, list, organization) {
      const [, body = '', sign = ''] = text.length <= longestCursor ? /^([\w-]+)\.([\w-]{22})$/.exec(text) ?? [] : [];
      // The texts are compared, not their bytes: base64 has several texts for the same bytes.
      if (sign === '' || !timingSafeEqual(Buffer.from(sign), Buffer.from(signature(list, organization, body)))) throw new PlatformError({ code: 'CURSOR_INVALID' });
      return JSON.parse(Buffer.from(body, 'base64url').toString()) as string[];
    },
  };
}
