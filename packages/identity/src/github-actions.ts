import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import type { Environment } from './environment.ts';
import { boundedText } from './bounded-text.ts';
import { systemClock } from './projected-file.ts';
import { untilAborted } from './until-aborted.ts';
import { usableToken } from './usable-token.ts';

export interface GithubActionsOptions {
  /** Of the job: `process.env`. Its two variables are looked at for every token. */
  readonly environment: Environment;
  /** Sends one request: the global `fetch`, or one that goes through a proxy. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Milliseconds for one token. Default: 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly clock?: { now(): number } | undefined;
}

/**
 * Subject tokens that GitHub mints for a job with `permissions: { id-token: write }`: a new one for every use, for the
 * audience that is needed, so that one source serves every cloud.
 *
 * @throws CarnetError from `subjectToken`: `SUBJECT_TOKEN_UNAVAILABLE` where the job has no such permission, or GitHub
 *   does not answer; `SUBJECT_TOKEN_INVALID` where it answers with something else; `ABORTED`
 * @see https://docs.github.com/actions/reference/security/oidc#methods-for-requesting-the-oidc-token
 * @example
 * ```ts
 * import { githubActions } from '@carnet/identity';
 * const identity = githubActions({ environment: process.env, fetch });
 * ```
 */
export function githubActions({ environment, fetch, timeoutMs = 10_000, clock = systemClock }: GithubActionsOptions): SubjectTokenSource {
  return {
    async subjectToken({ audience, signal }) {
      const request = requestFor(environment, audience);
      const deadline = AbortSignal.timeout(timeoutMs);
      const ended = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      const text = await untilAborted(ended, async () => await answerOf(await fetch(new Request(request, { signal: ended })))).catch((error: unknown) => {
        throw failure(error, signal, deadline);
      });
      return usableToken(valueOf(text), { audience, now: clock.now(), place: "GitHub's answer" });
    },
  };
}

function requestFor(environment: Environment, audience: string): Request {
  const [address, token] = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'].map((name) => environment[name]);
  const url = address === undefined ? null : URL.parse(address);
  if (url === null || token === undefined || token === '') {
    throw unavailable('GitHub offers this job no token.', 'Add to the workflow, or to the job: permissions: { id-token: write, contents: read }. A pull request from a fork never gets it.', false);
  }
  if (url.protocol !== 'https:' || url.username + url.password !== '') throw unavailable('The address at which GitHub gives tokens is not one of https alone.', 'Run it in a job of GitHub Actions.', false);
  // RFC 6750, section 2.1. A header that cannot be would be told with its value.
  if (!/^[\w.~+/-]+=*$/.test(token)) throw unavailable('What the job asks GitHub with is no bearer token.', 'Run it in a job of GitHub Actions.', false);
  url.searchParams.set('audience', audience);
  return new Request(url, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' }, redirect: 'manual' });
}

async function answerOf(response: Response): Promise<string> {
  const { status, ok } = response;
  if (ok) return await boundedText(response);
  await response.body?.cancel();
  throw unavailable(`GitHub gave no token: it answered with ${status}.`, undefined, status === 429 || status >= 500);
}

function valueOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly value?: unknown } | null)?.value;
  } catch {
    return undefined;
  }
}

/** Of a foreign error nothing is kept: it may quote the request. */
function failure(error: unknown, signal: AbortSignal | undefined, deadline: AbortSignal): CarnetError {
  if (signal?.aborted) return new CarnetError({ code: 'ABORTED', message: 'The caller ended the call.', step: 'mint' });
  if (deadline.aborted) return unavailable('GitHub gave no token in time.', undefined, true);
  return CarnetError.isInstance(error) ? error : unavailable('GitHub cannot be reached for a token.', undefined, true);
}

function unavailable(message: string, hint: string | undefined, retryable: boolean): CarnetError {
  return new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', message, hint, retryable });
}
