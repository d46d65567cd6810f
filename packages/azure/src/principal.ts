/** The object id in an access token, for a person to grant roles to. The token is the cloud's: where it is opaque there is none. */
export function principalOf(token: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const objectId = typeof claims === 'object' && claims !== null && 'oid' in claims ? claims.oid : undefined;
    return typeof objectId === 'string' && /^[0-9a-f-]{36}$/i.test(objectId) ? objectId : undefined;
  } catch {
    return undefined;
  }
}
