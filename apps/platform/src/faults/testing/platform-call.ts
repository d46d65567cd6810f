export interface CallAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
}

/** Who calls, and where: the address changes when a server is started anew. */
export interface Caller {
  readonly url: () => string;
  readonly token: string;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs?: number | undefined;
}

/** One request. Undefined: nobody knows whether it was done, for no answer came back whole. */
export async function callPlatform({ url, token }: Caller, method: string, path: string, body?: unknown, { headers, timeoutMs = 30_000 }: CallOptions = {}): Promise<CallAnswer | undefined> {
  try {
    const answer = await fetch(new URL(path, url()), {
      method, redirect: 'error', signal: AbortSignal.timeout(timeoutMs), headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: /[/+]json/.test(answer.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) as unknown : undefined };
  } catch {
    return undefined;
  }
}

/** The body of an answer that has to come, and to be no refusal. */
export async function expected<T>(answer: Promise<CallAnswer | undefined>): Promise<T> {
  const known = await answer;
  if (known === undefined || known.status >= 300) throw new Error(known === undefined ? 'The server did not answer.' : `The server answered ${known.status}: ${known.text.slice(0, 1_000)}`);
  return known.body as T;
}
