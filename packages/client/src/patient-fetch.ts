import { PlatformProblem } from './platform-problem.ts';
import { problemOfResponse } from './problem-of-response.ts';
import { retryAfterOf } from './retry-after.ts';

type Fetch = (request: Request) => Promise<Response>;

export interface Patience {
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  /** How often a call that may be repeated is made again. */
  readonly retries: number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What one call is asked for with. */
export interface Attempt {
  /** Whether the answer is read as it comes. */
  readonly isStream: boolean;
  /** The caller's own: that of a `Request` follows it weakly, and is forgotten with the request while its answer still arrives. */
  readonly signal: AbortSignal | undefined;
}

// Longer than this nobody waits in silence: the caller gets the problem and decides.
const longestWait = 30_000;
const largestAnswer = 64 * 1024 * 1024;

/**
 * One call: with a deadline over all its attempts, or for a stream until its answer begins. It throws a problem for every answer that is
 * no success, and for none. Repeated is only what was turned away (429, 503), and only where doing it twice is the same as once.
 */
export async function patientFetch(request: Request, { fetch, timeoutMs, retries, sleep }: Patience, { isStream, signal: caller }: Attempt): Promise<Response> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const signal = caller ? AbortSignal.any([caller, deadline.signal]) : deadline.signal;
  try {
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted();
      const response = await fetch(new Request(request.clone(), { signal, redirect: 'manual' }));
      if (response.ok) return isStream ? endingWith(response, caller) : await whole(response, signal);
      const wait = retryAfterOf(response.headers) ?? 1_000 * 2 ** attempt;
      if (attempt >= retries || !isRepeatable(request) || (response.status !== 429 && response.status !== 503) || wait > longestWait) throw await problemOfResponse(response);
      await response.body?.cancel();
      await sleep(wait, signal);
    }
  } catch (error) {
    if (caller?.aborted === true) throw caller.reason;
    if (PlatformProblem.isInstance(error)) throw error;
    throw deadline.signal.aborted
      ? new PlatformProblem({ code: 'DEADLINE_EXCEEDED', message: `The platform did not answer within ${timeoutMs} ms.`, hint: 'Try again, or raise timeoutMs.' })
      : new PlatformProblem({ code: 'PLATFORM_UNREACHABLE', message: `The platform at ${new URL(request.url).host} could not be reached.`, hint: 'Check its URL, DNS, proxy, firewall and certificate authorities.' });
  } finally {
    clearTimeout(timer);
  }
}

/** The answer with its body read, within the deadline. */
async function whole(response: Response, signal: AbortSignal): Promise<Response> {
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>> | null)?.getReader();
  if (reader === undefined) return response;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop);
  try {
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return new Response(new Blob(parts), { status: response.status, headers: response.headers });
      size += value.byteLength;
      if (size > largestAnswer) throw new PlatformProblem({ code: 'ANSWER_INVALID', status: response.status, message: `The answer is larger than ${largestAnswer} bytes.`, hint: 'Check the URL of the platform, and any proxy in front of it.' });
      parts.push(value);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function endingWith({ body, status, headers }: Response, signal: AbortSignal | undefined): Response {
  return new Response(signal ? body?.pipeThrough(new TransformStream(), { signal }) : body, { status, headers });
}

/** RFC 9110 §9.2.2; a POST with an idempotency key is one, too. */
function isRepeatable({ method, headers }: Request): boolean {
  return ['GET', 'HEAD', 'PUT', 'DELETE'].includes(method) || headers.has('idempotency-key');
}
