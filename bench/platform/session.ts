/** Calls the platform with one credential. */
export interface Session {
  readonly token: string;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
}

export function sessionOf(url: string, token: string): Session {
  return { token, call: (method, path, body) => send(url, method, path, body, { authorization: `Bearer ${token}` }) };
}

/** Redeems a one-time sign-in link. */
export async function signIn(url: string, link: string): Promise<Session> {
  const { token } = await send<{ token: string }>(url, 'POST', '/v1/sign-in-links/redeem', { token: new URL(link).hash.slice(1), bearer: true }, {});
  return sessionOf(url, token);
}

async function send<T>(url: string, method: string, path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<T> {
  const answer = await fetch(new URL(path, url), {
    method, signal: AbortSignal.timeout(60_000), headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
