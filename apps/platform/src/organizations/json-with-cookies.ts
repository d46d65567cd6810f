/** JSON with cookies: a record of headers holds only one of a name. */
export function jsonWithCookies(status: 200 | 201, body: object, cookies: readonly string[]): Response {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(`${JSON.stringify(body)}\n`, { status, headers });
}
