import type { CarnetError } from '@carnet/provider';
import { httpDate, textField, type JsonObject } from '@carnet/provider-parts';
import { impersonationEndpoint, securityTokenService, serviceAccountTokenEndpoint } from './endpoints.ts';
import { impersonationFailure } from './impersonation-failure.ts';
import { securityTokenFailure } from './security-token-failure.ts';
import type { HttpAnswer } from './send-request.ts';
import { serviceAccountFailure } from './service-account-failure.ts';
import type { HopContext } from './token-endpoint-failure.ts';

/** One request on the way to an access token: where it goes, and what its answer means. */
export interface TokenHop {
  readonly url: string;
  /** Milliseconds, or undefined where the answer names none. `now` is our clock's, epoch milliseconds. */
  lifetime(body: JsonObject, answer: HttpAnswer, now: number): number | undefined;
  failure(answer: HttpAnswer, context: HopContext): CarnetError;
}

// One that claims to live longer is renewed after a day, and not never.
const longestLifetime = 24 * 60 * 60 * 1000;

/** RFC 6749 §5.1 says a number of seconds; some send it as text. */
function secondsLifetime(body: JsonObject): number | undefined {
  const seconds = body['expires_in'];
  const number = typeof seconds === 'string' && /^\d+$/.test(seconds) ? Number(seconds) : seconds;
  return typeof number === 'number' ? Math.min(number * 1000, longestLifetime) : undefined;
}

// What the SDK asks for.
const impersonatedLifetime = 3_600_000;

/** IAM names a moment of its own clock, so that it is held against that clock. */
function momentLifetime(body: JsonObject, { headers }: HttpAnswer, now: number): number | undefined {
  const end = Date.parse(textField(body, 'expireTime') ?? '');
  return Number.isNaN(end) ? undefined : Math.min(end - (httpDate(headers.date) ?? now), impersonatedLifetime);
}

/** RFC 8693. */
export const exchangeHop: TokenHop = { url: securityTokenService, lifetime: secondsLifetime, failure: securityTokenFailure };

export function impersonationHop(email: string): TokenHop {
  return { url: impersonationEndpoint(email), lifetime: momentLifetime, failure: (answer, context) => impersonationFailure(answer, context, email) };
}

/** RFC 7523 §2.1. */
export const serviceAccountHop: TokenHop = { url: serviceAccountTokenEndpoint, lifetime: secondsLifetime, failure: serviceAccountFailure };
