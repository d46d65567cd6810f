/** The id under which a request is found in answers, log and audit: the caller's own where it is harmless text, else a new one. */
export function requestIdOf(headers: Headers, randomBytes: (size: number) => Uint8Array): string {
  const given = headers.get('x-request-id');
  return given !== null && /^[\w.-]{1,64}$/.test(given) ? given : Buffer.from(randomBytes(12)).toString('base64url');
}
