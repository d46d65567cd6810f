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

// Longer than this nobody waits in silence: the caller gets the problem and decides.
const longestWait = 30_000;

/**
 * One call: with a deadline over all its attempts, or for a stream until its answer begins. It throws a problem for every answer that is
 * no success, and for none. Repeated is only what was turned away (429, 503), and only where doing it twice is the same as once.
 */
export async function patientFetch(request: Request, { fetch, timeoutMs, retries, sleep }: Patience, isStream: boolean): Promise<Response> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const signal = AbortSignal.any([request.signal, deadline.signal]);
  try {
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted();
      const response = await fetch(new Request(request.clone(), { signal, redirect: 'manual' }));
      if (response.ok) return isStream ? response : await whole(response);
      const wait = retryAfterOf(response.headers) ?? 1_000 * 2 ** attempt;
      if (attempt >= retries || !isRepeatable(request) || (response.status !== 429 && response.status !== 503) || wait > longestWait) throw await problemOfResponse(response);
      await response.body?.cancel();
      await sleep(wait, signal);
    }
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    if (PlatformProblem.isInstance(error)) throw error;
    throw deadline.signal.aborted
      ? new PlatformProblem({ code: 'DEADLINE_EXCEEDED', message: `The platform did not answer within ${timeoutMs} ms.`, hint: 'Try again, or raise timeoutMs.' })
      : new PlatformProblem({ code: 'PLATFORM_UNREACHABLE', message: `The platform at ${new URL(request.url).host} could not be reached.`, hint: 'Check its URL, DNS, proxy, firewall and certificate authorities.' });
  } finally {
    clearTimeout(timer);
  }
}

/** The answer with its body read, within the deadline. */
async function whole(response: Response): Promise<Response> {
  if (response.body === null) return response;
  return new Response(await response.arrayBuffer(), { status: response.status, headers: response.headers });
}

/** RFC 9110 §9.2.2; a POST with an idempotency key is one, too. */
function isRepeatable({ method, headers }: Request): boolean {
  return ['GET', 'HEAD', 'PUT', 'DELETE'].includes(method) || headers.has('idempotency-key');
}
