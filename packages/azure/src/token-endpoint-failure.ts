import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { CarnetError, ErrorCode } from '@carnet/provider';
import { isRedirect, textField, withoutSent } from '@carnet/provider-parts';
import { azureError } from './azure-error.ts';
import { errorCodeOfEntra } from './entra-codes.ts';
import { httpFacts, jsonBody } from './http-facts.ts';

const step = 'authenticate';

const sentences: Partial<Record<ErrorCode, string>> = {
  TRUST_REJECTED: 'Entra trusts no token with this issuer, subject and audience for this application',
  SIGNATURE_REJECTED: 'Entra could not verify the signature of the subject token',
  ISSUER_UNREACHABLE: 'Entra could not fetch the discovery document or the JWKS of the issuer',
  PRINCIPAL_NOT_FOUND: 'Entra does not know this client or this tenant',
  STATIC_SECRET_REJECTED: 'Entra refused the client secret',
  TOKEN_ENDPOINT_FAULT: 'Entra failed for the moment',
  EXCHANGE_REJECTED: 'Entra refused the exchange',
};

/** Bodies name the number in a field; older ones in their text alone. */
function numberOf(codes: unknown, description: string | undefined): number | undefined {
  const first: unknown = Array.isArray(codes) ? codes[0] : undefined;
  if (typeof first === 'number' && Number.isSafeInteger(first)) return first;
  const digits = /^AADSTS(\d{1,10})\b/.exec(description ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

// Much more than is shown: no answer may keep a pattern busy.
const longestDescription = 8_192;

/** The essence, without the ids and the time that every body repeats at its end. */
function essence(description: string | undefined): string | undefined {
  return description?.slice(0, longestDescription).replace(/^AADSTS\d+:\s*/, '').split(/\s*(?:Trace ID|Correlation ID|Timestamp):/)[0];
}

function skewSentence(skewSeconds: number | undefined): string {
  if (skewSeconds === undefined) return 'Entra finds the subject token outside its valid time.';
  if (Math.abs(skewSeconds) < 5) return 'Entra finds the subject token outside its valid time, and the clock of this host agrees with Entra\'s: it is the clock of the issuer that is off.';
  return `Entra finds the subject token outside its valid time: the clock of this host is ${Math.abs(skewSeconds)} s ${skewSeconds > 0 ? 'ahead of' : 'behind'} Entra's.`;
}

/** An answer of the token endpoint that is not a token. `sent` is the assertion or client secret, which no message may repeat. */
export function tokenEndpointFailure(response: PipelineResponse, host: string, now: number, sent: string): CarnetError {
  const { status, retryAfter, date, ...head } = httpFacts(response);
  const requestId = withoutSent(head.requestId, [sent]);
  if (isRedirect(status)) {
    return azureError({ code: 'REDIRECT_REFUSED', step, requestId, message: `${host} answered the exchange with a redirect (${status}), which was not followed.` });
  }
  const body = jsonBody(response);
  const field = (name: string): string | undefined => withoutSent(textField(body, name), [sent]);
  const description = field('error_description');
  const number = numberOf(body['error_codes'], description);
  const facts = {
    step,
    retryAfter,
    requestId: field('trace_id') ?? requestId,
    cloudCode: number === undefined ? field('error') : `AADSTS${number}`,
    cloudMessage: essence(description),
  } as const;
  if (status === 429) return azureError({ ...facts, code: 'THROTTLED', message: 'Entra answered that it gets too many token requests.' });
  if (status >= 500 || (number === undefined && textField(body, 'error') === undefined)) {
    return azureError({ ...facts, code: 'TOKEN_ENDPOINT_FAULT', message: `${host} answered the exchange with status ${status} and no token.` });
  }
  const code = number === undefined ? 'EXCHANGE_REJECTED' : errorCodeOfEntra(number);
  if (code === 'CLOCK_SKEW') {
    return azureError({ ...facts, code, message: skewSentence(date === undefined ? undefined : Math.round((now - date) / 1000)) });
  }
  return azureError({ ...facts, code, message: `${sentences[code] ?? 'Entra refused the exchange'}${facts.cloudCode === undefined ? '' : ` (${facts.cloudCode})`}.` });
}
