import { protocolVersion, type ClaimRequest, type HeartbeatRequest, type JoinRequest, type LogRequest, type ResultRequest } from '../worker-protocol/protocol.ts';

/** What the platform said, or that nothing came. */
export interface Answer {
  /** 0: not reached, or not in time. */
  readonly status: number;
  /** JSON; undefined where there was none. */
  readonly body: unknown;
  /** Of a problem: its code. */
  readonly code: string | undefined;
  /** Milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** Everything that a worker asks of the platform but subject tokens. Never rejects. */
export interface PlatformClient {
  join(request: JoinRequest, joinToken: string, signal: AbortSignal): Promise<Answer>;
  claim(request: ClaimRequest, signal: AbortSignal): Promise<Answer>;
  heartbeat(kickoff: string, request: HeartbeatRequest, signal: AbortSignal): Promise<Answer>;
  log(kickoff: string, request: LogRequest, signal: AbortSignal): Promise<Answer>;
  result(kickoff: string, request: ResultRequest, signal: AbortSignal): Promise<Answer>;
  /** Some lines of the answer, in their order: a request of its own each time, since one that stays open is cut off by whoever stands between. */
  answer(task: string, lines: readonly object[], signal: AbortSignal): Promise<Answer>;
}

export interface PlatformClientOptions {
  readonly url: URL;
  readonly token: () => string;
  readonly fetch: (request: Request) => Promise<Response>;
}

const callMs = 10_000;
// A job carries the values of its deployment.
const longestAnswer = 16 * 1024 * 1024;

export function createPlatformClient({ url, token, fetch }: PlatformClientOptions): PlatformClient {
  const base = url.href.endsWith('/') ? url.href : `${url.href}/`;
  const send = async (path: string, body: string, signal: AbortSignal, { bearer = token(), limitMs = callMs, type = 'application/json' } = {}): Promise<Answer> => {
    const ended = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    try {
      const request = new Request(new URL(`v1/worker/${path}`, base), {
        method: 'POST', body, redirect: 'manual', signal: ended,
        headers: { authorization: `Bearer ${bearer}`, 'content-type': type, accept: 'application/json', 'carnet-worker-protocol': protocolVersion },
      });
      return await answerOf(await fetch(request), ended);
    } catch {
      // Of a foreign error nothing is kept: it may quote the request.
      return { status: 0, body: undefined, code: undefined, retryAfterMs: undefined };
    }
  };
  const post = (path: string, body: object, signal: AbortSignal, options?: Parameters<typeof send>[3]): Promise<Answer> => send(path, JSON.stringify(body), signal, options);
  return {
    join: (request, joinToken, signal) => post('join', request, signal, { bearer: joinToken }),
    claim: (request, signal) => post('claims', request, signal, { limitMs: request.waitSeconds * 1_000 + callMs }),
    heartbeat: (kickoff, request, signal) => post(`kickoffs/${kickoff}/heartbeat`, request, signal),
    log: (kickoff, request, signal) => post(`kickoffs/${kickoff}/logs`, request, signal),
    result: (kickoff, request, signal) => post(`kickoffs/${kickoff}/result`, request, signal),
    answer: (task, lines, signal) => send(`tasks/${task}/answers`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), signal, { type: 'application/x-ndjson' }),
  };
}

async function answerOf(response: Response, signal: AbortSignal): Promise<Answer> {
  const { status, headers } = response;
  const text = await boundedText(response, signal);
  const body = parsed(text);
  const { code } = typeof body === 'object' && body !== null ? (body as { readonly code?: unknown }) : {};
  const retryAfter = headers.get('retry-after');
  return {
    status, body,
    code: status >= 300 && typeof code === 'string' && /^[A-Z][A-Z_]{2,63}$/.test(code) ? code : undefined,
    retryAfterMs: retryAfter !== null && /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : undefined,
  };
}

/** Its own end for an answer that stops in the middle: a request that was collected no longer follows its signal. */
async function boundedText(response: Response, signal: AbortSignal): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  if (body === null) return '';
  const reader = body.getReader();
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return Buffer.concat(chunks).toString('utf8');
      size += value.byteLength;
      if (size > longestAnswer) return '';
      chunks.push(value);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
