import type { Platform } from './serve.ts';

/** The two public addresses, to open in a browser. */
export function documentAddresses({ url }: Platform, issuer: string): readonly string[] {
  const path = new URL(issuer).pathname.replace(/\/$/, '');
  return [`${url}${path}/.well-known/openid-configuration`, `${url}${path}/oauth2/jwks`];
}

/** The command that posts to a path with this start's token, which stands nowhere else. */
export function curlLine({ url, token }: Platform, path: string): string {
  return `curl -sS -X POST ${url}${path} -H 'authorization: Bearer ${token}' -H 'content-type: application/json'`;
}
