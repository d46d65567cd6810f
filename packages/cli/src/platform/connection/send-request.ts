import { CarnetError } from '@carnet/provider';
import { PlatformProblem } from './platform-problem.ts';

/** The network, for whoever takes it as a part. */
export function fetchOnce(request: Request): Promise<Response> {
  return fetch(request);
}

export interface PlainRequest {
  /** Sent as JSON. */
  readonly body?: object;
  readonly timeoutMs: number;
}

const mostBytes = 4 * 1024 * 1024;

/**
 * One request beside the API, without any token: to OAuth's and OpenID's addresses, whose failures have forms of their own. No redirect is followed.
 *
 * @throws CarnetError `DEADLINE_EXCEEDED`; PlatformProblem where no JSON is answered
 */
export async function askPlainly(url: URL, { body, timeoutMs }: PlainRequest): Promise<{ readonly status: number; readonly json: Readonly<Record<string, unknown>> }> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetchOnce(new Request(url, {
      redirect: 'manual', signal, headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    }));
    return { status: response.status, json: recordIn(await boundedText(response), url, response.status) };
  } catch (error) {
    if (error instanceof PlatformProblem) throw error;
    if (signal.aborted) throw new CarnetError({ code: 'DEADLINE_EXCEEDED', message: `${url.origin} gave no answer in time.`, hint: 'Try again; --timeout gives it more time.' });
    throw new PlatformProblem({ code: 'PLATFORM_UNREACHABLE', message: `${url.origin} cannot be reached.`, hint: 'Check the address, DNS, proxy and firewall; name a certificate authority of your own in NODE_EXTRA_CA_CERTS.' });
  }
}

/** Signs out. That the platform knows the session no more is as good. @throws as {@link askPlainly} */
export async function endSession(url: string, token: string, timeoutMs: number): Promise<void> {
  const address = new URL(`${url}/v1/auth/sign-out`);
  const response = await fetchOnce(new Request(address, { method: 'POST', redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{}' }))
    .catch(() => undefined);
  await response?.body?.cancel();
  if (response === undefined || !(response.ok || response.status === 401)) throw new PlatformProblem({ code: response === undefined ? 'PLATFORM_UNREACHABLE' : 'ANSWER_INVALID', status: response?.status, message: `${address.origin} did not end the session.`, hint: 'It is forgotten here. End all sessions in the console where it may be in other hands.' });
}

async function boundedText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const parts: AsyncIterable<Uint8Array> | readonly Uint8Array[] = body ?? [];
  for await (const chunk of parts) {
    size += chunk.length;
    if (size > mostBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function recordIn(text: string, url: URL, status: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Told below.
  }
  throw new PlatformProblem({ code: 'ANSWER_INVALID', status, message: `What answers at ${url.origin} (${status}) is no platform of Carnet.`, hint: 'Check --url or CARNET_URL; a proxy in front may answer in its place.' });
}
