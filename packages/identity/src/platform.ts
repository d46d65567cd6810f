import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import { boundedText } from './bounded-text.ts';
import { platformFailure, readRefusal, refusedBy, unavailable } from './platform-refusal.ts';
import { systemClock } from './projected-file.ts';
import { untilAborted } from './until-aborted.ts';
import { usableToken } from './usable-token.ts';

/** A kickoff whose live lease this worker holds. */
export interface KickoffLease {
  /** The kickoff's UUID. */
  readonly kickoff: string;
  /** The fencing token of the claim. */
  readonly fence: number;
}

/** A local run that a member opened. */
export interface LocalRun {
  /** The run's UUID. */
  readonly run: string;
}

export interface PlatformOptions {
  /** Where the platform stands: https, or http on this machine's loopback. */
  readonly url: string | URL;
  /** The worker's token with a {@link KickoffLease}, the run's with a {@link LocalRun}. It goes into the `Authorization` header and nowhere else. */
  readonly token: string;
  /** For whom the tokens are. */
  readonly holder: KickoffLease | LocalRun;
  /** Sends one request: the global `fetch`, or one that goes through a proxy. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Milliseconds for one token, the one repeat included. Default: 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Default: the system's clock. */
  readonly clock?: { now(): number } | undefined;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// RFC 6750, section 2.1.
const bearer = /^[\w.~+/-]{16,512}=*$/;
const longestWaitMs = 3_000;

/**
 * Subject tokens that the platform hands out, on its two paths: to the holder of a kickoff's live lease, or for a local run. The name of the workload
 * identity config is its id; audience and subject are the platform's to know, and a token for another audience is not given out.
 *
 * @throws CarnetError `CONFIG_INVALID` at once, for an address that is not https (nor http on loopback), an id or a token of the wrong shape; from
 *   `subjectToken`: `SUBJECT_TOKEN_UNAVAILABLE` where the platform refuses or does not answer, `SUBJECT_TOKEN_INVALID` where it answers with something
 *   else, `ABORTED`
 * @example
 * ```ts
 * import { platform } from '@carnet/identity';
 * declare const token: string;
 * const identity = platform({ url: 'https://carnet.example.com', token, holder: { run: '6f9619ff-8b86-4d01-b42d-00c04fc964ff' }, fetch });
 * ```
 */
export function platform({ url, token, holder, fetch, timeoutMs = 10_000, clock = systemClock }: PlatformOptions): SubjectTokenSource {
  const address = addressOf(url, holder);
  // A header that cannot be would be told with its value.
  if (typeof token !== 'string' || !bearer.test(token)) throw invalid('The token of the platform is no bearer token.');
  const fence = 'fence' in holder ? { fence: holder.fence } : {};
  return {
    async subjectToken({ audience, workloadIdentity, renew = false, signal }) {
      const body = JSON.stringify({ ...fence, workloadIdentity, ...(renew ? { renew } : {}) });
      const deadline = AbortSignal.timeout(timeoutMs);
      const ended = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      const request = (): Request => new Request(address, {
        method: 'POST', body, redirect: 'manual', signal: ended,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' },
      });
      const text = await untilAborted(ended, () => answerOf(fetch, request, ended)).catch((error: unknown) => {
        throw platformFailure(error, signal, deadline);
      });
      return usableToken(tokenOf(text), { audience, now: clock.now(), place: "The platform's answer" });
    },
  };
}

function addressOf(url: string | URL, holder: KickoffLease | LocalRun): URL {
  const base = URL.parse(String(url));
  if (base === null || !isOursAlone(base)) throw invalid('The address of the platform must be an https URL without a user, a query or a fragment; http only on loopback.');
  const [kind, id] = 'run' in holder ? ['local-runs', holder.run] : ['worker/kickoffs', holder.kickoff];
  if (!uuid.test(id)) throw invalid('The kickoff or the run must be a UUID in lower case.');
  if ('fence' in holder && !Number.isSafeInteger(holder.fence)) throw invalid('The fence must be a whole number.');
  return new URL(`v1/${kind}/${id}/subject-tokens`, base.href.endsWith('/') ? base : `${base.href}/`);
}

function isOursAlone({ protocol, hostname, username, password, search, hash }: URL): boolean {
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && loopback)) && username + password + search + hash === '';
}

/** Once more where the platform has no time now, if it says a time that is worth waiting for. */
async function answerOf(fetch: PlatformOptions['fetch'], request: () => Request, signal: AbortSignal): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(request());
    if (response.ok) return await boundedText(response);
    const refusal = await readRefusal(response);
    const wait = refusal.waitMs ?? 500;
    if (attempt > 1 || !refusal.passing || wait > longestWaitMs) throw refusedBy(refusal);
    await pause(wait, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      reject(unavailable('The wait for the platform was over.', undefined, true));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', leave, { once: true });
  });
}

function tokenOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly token?: unknown } | null)?.token;
  } catch {
    return undefined;
  }
}

function invalid(message: string): CarnetError {
  return new CarnetError({ code: 'CONFIG_INVALID', message, step: 'configure' });
}
