import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Makes the check of one bearer token (RFC 6750). Only its hash is kept; hashes have one length, so that a token of
 * another length neither throws nor tells.
 */
export function createTokenCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = hash(token);
  return (authorization) => {
    const [, given] = /^Bearer ([\w~+/.-]+=*)$/i.exec(authorization ?? '') ?? [];
    return given !== undefined && timingSafeEqual(hash(given), expected);
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
