import { CarnetError } from '@carnet/provider';
import { PlatformProblem, type FieldProblem } from './platform-problem.ts';

export interface PlatformRequest {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly url: URL;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

const mostAnswerBytes = 32 * 1024 * 1024;

/**
 * One request and its answer, which is one of success: no redirect is followed, because the token would go along.
 *
 * @throws PlatformProblem for whatever else was answered, or where nothing was
 */
export async function sendRequest(request: PlatformRequest): Promise<Response> {
  const response = await askPlatform(request);
  if (response.ok) return response;
  throw await problemOf(response, request.url, request.signal);
}

/** One request, whatever its answer is. Throws where there is none. */
export async function askPlatform({ method, url, token, headers, body, signal }: PlatformRequest): Promise<Response> {
  try {
    return await fetch(url, {
      method: method.toUpperCase(), redirect: 'manual', signal,
      headers: {
        accept: 'application/json', ...headers,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw unanswered(error, url, signal);
  }
}

/** The network, for whoever takes it as a part. */
export function fetchOnce(request: Request): Promise<Response> {
  return fetch(request);
}

/** The whole answer as JSON; undefined for an empty one. Throws as {@link sendRequest}. */
export async function jsonOf(response: Response, url: URL, signal: AbortSignal): Promise<unknown> {
  const text = await textOf(response, url, signal);
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notOurs(url, response.status);
  }
}

async function textOf(response: Response, url: URL, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > mostAnswerBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw unanswered(error, url, signal);
  }
  if (size > mostAnswerBytes) throw notOurs(url, response.status);
  return Buffer.concat(chunks).toString('utf8');
}

async function problemOf(response: Response, url: URL, signal: AbortSignal): Promise<PlatformProblem | CarnetError> {
  const { status } = response;
  if (status >= 300 && status < 400) return new PlatformProblem({ code: 'PLATFORM_ANSWER_INVALID', status, message: `${url.origin} answers with a redirect.`, hint: 'Name the address that it leads to: a token is sent to no other one.' });
  const isProblem = /^application\/(?:problem\+)?json/.test(response.headers.get('content-type') ?? '');
  const { code, detail, title, hint, requestId, problems, type } = isProblem ? recordOf(await jsonOf(response, url, signal)) : {};
  if (typeof code !== 'string' || !/^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return notOurs(url, status);
  return new PlatformProblem({
    code, status,
    message: textFrom(detail) ?? textFrom(title) ?? 'The platform refused it.',
    hint: textFrom(hint) ?? 'The documentation of the code tells more.',
    docsUrl: typeof type === 'string' && /^https:\/\/[\w./-]{1,200}$/.test(type) ? type : undefined,
    requestId: typeof requestId === 'string' && /^[\w.:-]{1,100}$/.test(requestId) ? requestId : undefined,
    fields: Array.isArray(problems) ? problems.slice(0, 50).flatMap(fieldOf) : [],
  });
}

function fieldOf(value: unknown): readonly FieldProblem[] {
  const { field, message } = recordOf(value);
  const [name, problem] = [textFrom(field), textFrom(message)];
  return name === undefined || problem === undefined ? [] : [{ field: name, message: problem }];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : {};
}

function textFrom(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 2000) : undefined;
}

function notOurs(url: URL, status: number): PlatformProblem {
  return new PlatformProblem({ code: 'PLATFORM_ANSWER_INVALID', status, message: `What answers at ${url.origin} (${status}) is no platform of Carnet, or of another version.`, hint: 'Check --url or CARNET_URL; a proxy in front may answer in its place.' });
}

/** Why nothing came: of the network's error its code alone. */
export function unanswered(error: unknown, url: URL, signal: AbortSignal): CarnetError | PlatformProblem {
  if (signal.aborted) {
    const isLate = (signal.reason as { readonly name?: unknown } | undefined)?.name === 'TimeoutError';
    return new CarnetError(isLate
      ? { code: 'DEADLINE_EXCEEDED', message: `${url.origin} gave no answer in time.`, hint: 'Try again; --timeout gives it more time.' }
      : { code: 'ABORTED', message: 'The request was given up.' });
  }
  const reason = reasonOf(error);
  const isCertificate = /CERT|TLS|SIGNATURE/.test(reason);
  return new PlatformProblem({
    code: 'PLATFORM_UNREACHABLE',
    message: `${url.origin} cannot be reached (${reason}).`,
    hint: isCertificate ? 'Its certificate is not trusted here. Name its certificate authority in NODE_EXTRA_CA_CERTS.' : 'Check the address, and that the platform runs.',
  });
}

function reasonOf(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code } = each as NodeJS.ErrnoException;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return code;
  }
  return 'no connection';
}
