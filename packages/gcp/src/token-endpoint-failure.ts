import type { CarnetError, ErrorCode } from '@carnet/provider';
import { isRedirect, textField, withoutSent } from '@carnet/provider-parts';
import { gcpError } from './gcp-error.ts';
import { googleStatus } from './google-status.ts';
import { httpFacts, jsonBody } from './http-facts.ts';
import type { HttpAnswer } from './send-request.ts';

export interface HopContext {
  /** Epoch milliseconds, by our clock. */
  readonly now: number;
  /** What was sent as proof. No message may repeat it. */
  readonly sent: readonly string[];
}

/** What a token endpoint said when it refused. */
export interface Refusal {
  readonly status: number;
  /** The OAuth error, or the reason or status of a Google API. */
  readonly error: string;
  readonly description: string;
  /** Our clock minus theirs, in seconds, where it could be measured. */
  readonly skewSeconds: number | undefined;
}

export interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
}

// Much more than is shown: no answer may keep a pattern busy.
const longestDescription = 8_192;

/** An answer of a token endpoint that is not a token. Both forms of refusal are read: that of OAuth (RFC 6749 §5.2) and that of a Google API. */
export function tokenEndpointFailure(answer: HttpAnswer, { now, sent }: HopContext, host: string, meaningOf: (refusal: Refusal) => Meaning): CarnetError {
  const step = 'authenticate';
  const { status, retryAfter, date } = httpFacts(answer);
  if (isRedirect(status)) return gcpError({ code: 'REDIRECT_REFUSED', step, message: `${host} answered the exchange with a redirect (${status}), which was not followed.` });
  const body = jsonBody(answer);
  const google = googleStatus(answer);
  const error = withoutSent(textField(body, 'error') ?? google.reason ?? google.status, sent);
  const description = withoutSent((textField(body, 'error_description') ?? google.text)?.slice(0, longestDescription), sent);
  const facts = { step, retryAfter: retryAfter ?? google.retryDelay, cloudCode: error, cloudMessage: description } as const;
  if (status === 429) return gcpError({ ...facts, code: 'THROTTLED', message: `${host} answered that it gets too many requests.` });
  if (status >= 500 || (textField(body, 'error') ?? google.status) === undefined) {
    return gcpError({ ...facts, code: 'TOKEN_ENDPOINT_FAULT', message: `${host} answered the exchange with status ${status} and no token.` });
  }
  const skewSeconds = date === undefined ? undefined : Math.round((now - date) / 1000);
  return gcpError({ ...facts, ...meaningOf({ status, error: error ?? '', description: description ?? '', skewSeconds }) });
}

/** A clock that is off, told by the difference to theirs. */
export function skewSentence(what: string, whose: string, skewSeconds: number | undefined): string {
  if (skewSeconds === undefined) return `Google finds ${what} outside its valid time.`;
  if (Math.abs(skewSeconds) < 5) return `Google finds ${what} outside its valid time, and the clock of this host agrees with Google's: it is the clock of ${whose} that is off, or the token is an old one.`;
  return `Google finds ${what} outside its valid time: the clock of this host is ${Math.abs(skewSeconds)} s ${skewSeconds > 0 ? 'ahead of' : 'behind'} Google's.`;
}
