import { CarnetError, type Clock, type Transport } from '@carnet/provider';
import { withinTime } from './timed.ts';

export interface DocumentFetch {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Gets by how many seconds our clock is ahead of that of the answering host. */
  readonly onSkew: (seconds: number) => void;
}

// Clouds wait five seconds and take no more than these.
const deadlineMs = 10_000;
const mostBytes = 262_144;
const mostShown = 300;
const openIt = 'Make the address answer over https from everywhere, with a public certificate and without a redirect: that is how clouds fetch it.';

/**
 * Fetches one of the issuer's documents as a cloud does: https, no redirect, JSON.
 *
 * @throws CarnetError `ISSUER_UNREACHABLE` with the reason; `ABORTED`
 */
export async function fetchDocument(url: string, { transport, clock, signal, onSkew }: DocumentFetch): Promise<Readonly<Record<string, unknown>>> {
  const address = URL.parse(url);
  const shown = shownAddress(url);
  if (address?.protocol !== 'https:') throw unreachable(`${shown} is no https address.`, 'Give the issuer an https address; clouds take no other.');
  if (address.username !== '' || address.password !== '') throw unreachable(`${shown} has a user or a password in front of its host, which clouds do not send.`, 'Serve the documents to everybody: they hold nothing secret.');
  const sentAt = clock.now();
  const { response, text } = await withinTime(clock, deadlineMs, signal, async (inner) => {
    const answer = await transport.fetch(new Request(address.href, { headers: { accept: 'application/json' }, redirect: 'manual', signal: inner }));
    const receivedAt = clock.now();
    measure(answer.headers, (sentAt + receivedAt) / 2, onSkew);
    return { response: answer, text: await boundedText(answer) };
  }).catch((error: unknown) => {
    throw connectionFailure(address, error, signal);
  });
  const { status } = response;
  if (status >= 300 && status < 400) {
    const target = URL.parse(response.headers.get('location') ?? '', url)?.host;
    throw unreachable(`${shown} answers with a redirect (${status})${target === undefined ? '' : ` to ${target}`}, which clouds do not follow.`, 'Let the address answer by itself; where the redirect is right, the issuer has another name: use that.');
  }
  const document = text === undefined ? undefined : jsonObject(text);
  if (status !== 200) throw refusal(shown, status, document);
  if (text === undefined) throw unreachable(`${shown} answers with more than ${mostBytes / 1024} KiB.`, 'Serve the document alone, with the few keys that are in use: clouds take no more.');
  if (!document) throw unreachable(`${shown} answers with something that is no JSON object.`, 'Look at what answers there: a proxy or a sign-in page often stands in front.');
  return document;
}

/** An address as it may be shown: what stands before the host can be a password, and one that a document names has any length. */
export function shownAddress(url: string): string {
  const address = URL.parse(url);
  if (!address) return url.slice(0, mostShown);
  [address.username, address.password] = ['', ''];
  return address.href.length <= mostShown ? address.href : `${address.href.slice(0, mostShown)}…`;
}

/** Undefined where it is too long: the rest is not waited for. */
async function boundedText(answer: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** RFC 9110 section 6.6.1 and 5.1 of RFC 9111: Date has whole seconds, and a cache adds Age. */
function measure(headers: Headers, at: number, onSkew: (seconds: number) => void): void {
  const date = Date.parse(headers.get('date') ?? '');
  const age = /^\d{1,9}$/.exec(headers.get('age') ?? '')?.[0] ?? '0';
  if (!Number.isNaN(date)) onSkew(Math.round((at - date - 500) / 1000) - Number(age));
}

function refusal(shown: string, status: number, document: Readonly<Record<string, unknown>> | undefined): CarnetError {
  const { type, code, title, hint } = document ?? {};
  // Our own issuer says what to set; of any other answer nothing is shown.
  const isOurs = typeof code === 'string' && /^[A-Z][A-Z_]{2,63}$/.test(code) && type === `https://carnet.dev/errors/${code}` && typeof title === 'string' && typeof hint === 'string';
  if (!isOurs) return unreachable(`${shown} answers ${status}.`, openIt);
  return new CarnetError({ code: 'ISSUER_UNREACHABLE', message: `${shown} answers ${status}: ${shortened(title)}`, hint: shortened(hint), cloudCode: code });
}

const shortened = (text: string): string => text.slice(0, 300);

function connectionFailure({ host }: URL, error: unknown, signal: AbortSignal | undefined): CarnetError {
  if (CarnetError.isInstance(error)) {
    if (error.code === 'ABORTED' || signal?.aborted) return error;
    if (error.code === 'STORE_ADDRESS_REFUSED') return unreachable(error.message, 'Clouds fetch from the internet: let the name lead to a public address. From inside of a private network this rung cannot tell more.');
    return unreachable(`${host}: ${error.message}`, error.hint);
  }
  const code: unknown = error instanceof Error ? ((error as { readonly code?: unknown }).code ?? (error.cause as { readonly code?: unknown } | undefined)?.code) : undefined;
  const name = typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : undefined;
  return unreachable(`${host} ${reasonOf(name)}${name === undefined ? '' : ` (${name})`}.`, openIt);
}

function reasonOf(code: string = ''): string {
  if (/NOTFOUND|EAI_/.test(code)) return 'does not resolve (DNS)';
  if (/CERT_HAS_EXPIRED/.test(code)) return 'has a certificate that has expired';
  if (/ALTNAME/.test(code)) return 'has a certificate of another host name';
  if (/CERT|UNABLE_TO_/.test(code)) return 'has a certificate that this host does not trust';
  return 'cannot be reached';
}

function unreachable(message: string, hint: string): CarnetError {
  return new CarnetError({ code: 'ISSUER_UNREACHABLE', message, hint });
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
