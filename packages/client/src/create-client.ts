import createFetchClient, { type FetchResponse, type MaybeOptionalInit } from 'openapi-fetch';
import type { HttpMethod, MediaType, PathsWithMethod, RequiredKeysOf } from 'openapi-typescript-helpers';
import type { paths } from './generated/api.ts';
import { patientFetch } from './patient-fetch.ts';
import { PlatformProblem } from './platform-problem.ts';
import { serverUrl } from './server-url.ts';

/** How a client reaches its platform. */
export interface ClientOptions {
  /** `https://carnet.example.com`. `http://` is taken for this machine alone. */
  readonly url: string;
  /** A session or a token of any kind, or where to get it before each call. Sent as `Authorization: Bearer`, and stands in no error. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** The way to the network. Default: the global one. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** The most that one call may take with all its attempts, in milliseconds; of a stream, until it begins. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** How often a call that may be repeated is made again after 429 or 503. Default 2. */
  readonly retries?: number | undefined;
  /** Waits between two attempts. Default: a timer. */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

type InitOf<Init> = RequiredKeysOf<Init> extends never ? [init?: Init] : [init: Init];

/** What a call gives back: what was answered, and the answer itself for its headers. */
export type Answer<Operation extends Record<string | number, unknown>, Init> = Extract<FetchResponse<Operation, Init, MediaType>, { error?: never }>;

/** Calls one method of any address that has it. Throws a `PlatformProblem` for whatever is no success. */
export type Call<Method extends HttpMethod> = <Path extends PathsWithMethod<paths, Method>, Init extends MaybeOptionalInit<paths[Path], Method>>(
  path: Path, ...init: InitOf<Init>
) => Promise<Answer<paths[Path][Method] & Record<string | number, unknown>, Init>>;

/** A typed client: one function for each method, with the addresses of the platform's document. */
export interface PlatformClient {
  readonly GET: Call<'get'>;
  readonly POST: Call<'post'>;
  readonly PUT: Call<'put'>;
  readonly PATCH: Call<'patch'>;
  readonly DELETE: Call<'delete'>;
}

/**
 * Makes a client of one platform.
 *
 * @throws TypeError for a `url` to which no token should be sent
 *
 * @example
 * import { createClient } from '@carnet/client';
 *
 * declare const organization: string;
 * declare function readToken(): Promise<string>;
 * const client = createClient({ url: 'https://carnet.example.com', token: readToken });
 * const { data } = await client.GET('/v1/organizations/{organization}/automations', { params: { path: { organization } } });
 */
export function createClient(options: ClientOptions): PlatformClient {
  const { url, token, fetch = globalThis.fetch, timeoutMs = 30_000, retries = 2, sleep = sleepFor, headers = {} } = options;
  const inner = createFetchClient<paths>({ baseUrl: serverUrl(url), headers });
  const patience = { fetch, timeoutMs, retries, sleep };

  async function call(method: HttpMethod, path: string, init: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    refuseDotSegments(init['params']);
    const authorization = await authorizationOf(token);
    const attempt = { isStream: init['parseAs'] === 'stream', signal: init['signal'] instanceof AbortSignal ? init['signal'] : undefined };
    try {
      return await inner.request(method, path as never, {
        ...init,
        fetch: (request: Request) => {
          if (authorization !== undefined) request.headers.set('authorization', authorization);
          return patientFetch(request, patience, attempt);
        },
      } as never);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new PlatformProblem({ code: 'ANSWER_INVALID', message: 'The server answered with something that is not the JSON of the platform.', hint: 'Check the URL of the platform, and any proxy in front of it.' });
    }
  }

  const calling = (method: HttpMethod) => (path: string, init?: Readonly<Record<string, unknown>>) => call(method, path, init);
  return { GET: calling('get'), POST: calling('post'), PUT: calling('put'), PATCH: calling('patch'), DELETE: calling('delete') } as unknown as PlatformClient;
}

/** No encoding keeps the parser of URLs from making another path of these. */
function refuseDotSegments(params: unknown): void {
  const { path = {} } = (params ?? {}) as { readonly path?: Readonly<Record<string, unknown>> };
  for (const [name, value] of Object.entries(path)) {
    if (['', '.', '..'].includes(String(value))) throw new PlatformProblem({ code: 'REQUEST_INVALID', message: `The ${name} of the address cannot be "${String(value)}".`, hint: 'Give its id or its name.' });
  }
}

/** A header with a character that none may have would be refused with an error that shows it. */
async function authorizationOf(token: ClientOptions['token']): Promise<string | undefined> {
  const text = typeof token === 'function' ? await token() : token;
  if (text === undefined) return undefined;
  if (!/^[\x21-\x7e]+$/.test(text)) throw new TypeError('The token has a character that no token has.');
  return `Bearer ${text}`;
}

function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const stop = (): void => { clearTimeout(timer); reject(signal.reason as Error); };
    const timer = setTimeout(() => { signal.removeEventListener('abort', stop); resolve(); }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
