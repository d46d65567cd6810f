import type { CarnetError, ErrorCode, Step } from '@carnet/provider';
import { acmeError } from './acme-error.ts';

/** What came back, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** What was asked, for the sentence of an error. */
export interface Call {
  readonly step: Step;
  /** `the secret 'database'` */
  readonly what: string;
}

// Everything that Acme says about a refusal, by status and code. What is not here was not said by Acme.
const refusals: Readonly<Record<string, { readonly code: ErrorCode; readonly message: (what: string) => string }>> = {
  '401 untrusted': { code: 'TRUST_REJECTED', message: () => 'Acme Safe trusts no token with our issuer, subject and audience.' },
  '401 bad_signature': { code: 'SIGNATURE_REJECTED', message: () => 'Acme Safe could not verify the signature of our token.' },
  '401 outside_validity': { code: 'CLOCK_SKEW', message: () => 'For Acme Safe, our token is outside its valid time.' },
  '401 expired': { code: 'CREDENTIAL_EXPIRED', message: () => 'Acme Safe no longer accepts its own access token.' },
  '403 denied': { code: 'ACCESS_DENIED', message: (what) => `Acme Safe does not let this identity use ${what}.` },
  '403 batch_denied': { code: 'BATCH_DENIED', message: () => 'Acme Safe lets this identity read secrets one by one, not in batches.' },
  '404 not_found': { code: 'SECRET_NOT_FOUND', message: (what) => `Acme Safe does not hold ${what}.` },
  '410 disabled': { code: 'SECRET_DISABLED', message: (what) => `In Acme Safe, ${what} is disabled.` },
};

/** The error that an answer stands for. Nothing of its body goes into it but a code that is known. */
export function refusalOf(answer: Answer, call: Call): CarnetError {
  const { status, headers } = answer;
  const said = jsonOf(answer)['error'];
  const details = { step: call.step, requestId: /^[0-9a-f-]{36}$/.exec(headers.get('x-request-id') ?? '')?.[0] };
  if (status === 429) return acmeError({ ...details, code: 'THROTTLED', message: 'Acme Safe gets too many requests.', retryAfter: retryAfter(headers) });
  if (status >= 300 && status < 400) return acmeError({ ...details, code: 'REDIRECT_REFUSED', message: 'Acme Safe answered with a redirect.' });
  const refusal = typeof said === 'string' && Object.hasOwn(refusals, `${status} ${said}`) ? refusals[`${status} ${said}`] : undefined;
  if (refusal === undefined) return acmeError({ ...details, code: faultOf(call), message: `Acme Safe answered ${status} and not in its protocol.` });
  return acmeError({ ...details, code: refusal.code, message: refusal.message(call.what), cloudCode: String(said) });
}

/** A good status with something in it that Acme would not say, such as the page of a gateway. */
export function strangeAnswer(call: Call): CarnetError {
  return acmeError({ code: faultOf(call), step: call.step, message: 'The answer of Acme Safe is not one of its protocol.' });
}

export function unreachable({ step }: Call): CarnetError {
  return acmeError({ code: step === 'authenticate' ? 'TOKEN_ENDPOINT_UNREACHABLE' : 'STORE_UNREACHABLE', step, message: 'The connection to Acme Safe failed.' });
}

function faultOf({ step }: Call): ErrorCode {
  return step === 'authenticate' ? 'TOKEN_ENDPOINT_FAULT' : 'STORE_FAULT';
}

/** Milliseconds. Acme names seconds. */
function retryAfter(headers: Headers): number | undefined {
  const seconds = /^\d{1,6}$/.exec(headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** A JSON object, or an empty one where the body is anything else. */
export function jsonOf({ body }: Answer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
