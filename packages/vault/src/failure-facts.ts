import type { CarnetErrorOptions } from '@carnet/provider';
import { ownField, type JsonObject } from './json-object.ts';
import type { Hop, VaultAnswer } from './send-request.ts';
import { withoutTokens } from './without-tokens.ts';

export type Meaning = Pick<CarnetErrorOptions, 'code' | 'message' | 'hint' | 'retryable'>;

// Much more than is shown: no answer may keep a pattern busy.
const longestText = 8_192;

/** What an answer says: in `errors`, which every refusal of Vault has but that of a path that KV does not know; that one has `warnings`. */
function wordsOf(body: JsonObject | undefined): string | undefined {
  const said = [ownField(body, 'errors'), ownField(body, 'warnings')].find((each) => Array.isArray(each)) as readonly unknown[] | undefined;
  const text = said?.filter((each): each is string => typeof each === 'string').join(' ').slice(0, longestText);
  // A list of Go's: "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n".
  return text?.replace(/\d+ errors? occurred:|[\n\t]+\*?/g, ' ').replace(/ {2,}/g, ' ').trim();
}

// A longer wait is no other than this one: nobody waits for it, and a number of any length stays one that can be shown.
const longestWait = 1_000_000_000_000;

// IMF-fixdate. Date.parse alone takes `-1` for a year.
const fixedForm = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Epoch milliseconds of a header such as Date, by the clock of the answering side (RFC 9110 section 5.6.7). */
export function httpDate(text: string | null): number | undefined {
  const date = text !== null && fixedForm.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

/** Milliseconds that Retry-After asks for, seconds or a date against the answer's own Date (RFC 9110 section 10.2.3). */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestWait);
  const until = httpDate(text);
  const date = httpDate(headers.get('date'));
  return until === undefined || date === undefined ? undefined : Math.min(Math.max(0, until - date), longestWait);
}

/** What is kept of a refusal: never its body or its headers. `words` are to decide by and never to show: they may repeat what was sent. */
export function failureFacts({ headers, body }: VaultAnswer, tokens: readonly string[]): { readonly words: string | undefined; readonly facts: Pick<CarnetErrorOptions, 'retryAfter' | 'cloudMessage'> } {
  const words = wordsOf(body);
  return { words, facts: { retryAfter: retryAfter(headers), cloudMessage: withoutTokens(words, tokens) } };
}

const look = 'Try again; if it lasts, look at what vault status prints, and at the log of the server and of what stands in front of it.';

/** What an answer means wherever it comes from, or undefined where that depends on what was asked. */
export function generalMeaning({ status }: VaultAnswer, words: string | undefined, host: string, { code }: Pick<Hop, 'code'>): Meaning | undefined {
  if (status >= 300 && status < 400) {
    return {
      code: 'REDIRECT_REFUSED',
      message: `${host} answered with a redirect (${status}), which was not followed.`,
      hint: 'Use the address of the load balancer or of the active server, or let standby servers forward requests.',
    };
  }
  if (status === 429) return { code: 'THROTTLED', message: `${host} answered that it gets too many requests.`, hint: 'Wait, spread the kickoffs, or raise the rate limit quota of the server.' };
  if (status === 412) return { code: `${code}_FAULT`, message: `${host} does not have the state yet that another server of the cluster has (412).`, hint: 'Try again: it catches up within a second or two.', retryable: true };
  if (status === 472 || status === 473) return { code: `${code}_FAULT`, message: `${host} is a standby server that answers nothing (${status}).`, hint: 'Use the address of the load balancer or of the active server.', retryable: true };
  if (status === 503 && words !== undefined && /sealed/i.test(words)) return { code: `${code}_FAULT`, message: `${host} is sealed.`, hint: 'Unseal the server (vault operator unseal), then try again.', retryable: true };
  if (status >= 500 || status === 408) return { code: `${code}_FAULT`, message: `${host} answered with status ${status}.`, hint: look, retryable: true };
  if (words === undefined) return { code: `${code}_FAULT`, message: `${host} answered with status ${status} and nothing that is an answer of Vault.`, hint: look, retryable: status !== 400 };
  return undefined;
}
