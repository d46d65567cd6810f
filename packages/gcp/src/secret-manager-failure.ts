import { CarnetError, type ErrorCode, type Step } from '@carnet/provider';
import { isRedirect, withoutSent } from '@carnet/provider-parts';
import { gcpError } from './gcp-error.ts';
import { networkFailure } from './network-failure.ts';
import { SecretManagerAnswer } from './secret-manager-answer.ts';
import type { StoreAddress } from './store-address.ts';

export interface SecretManagerCall {
  readonly step: Step;
  readonly address: StoreAddress;
  readonly secret?: string | undefined;
  readonly version?: string | undefined;
  /** What was sent to be stored. No message may repeat it. */
  readonly value?: Uint8Array | undefined;
}

interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly retryable?: boolean;
}

export function placeOf({ projectId, location }: StoreAddress): string {
  return `the project '${projectId}'${location === undefined ? '' : ` in ${location}`}`;
}

function subjectOf({ secret, version, address }: SecretManagerCall): string {
  if (secret === undefined) return placeOf(address);
  return `the secret '${secret}'${version === undefined ? '' : ` in version ${version}`} of ${placeOf(address)}`;
}

function forbidden(reason: string | undefined, call: SecretManagerCall): Meaning {
  const place = placeOf(call.address);
  if (reason === 'SERVICE_DISABLED') return { code: 'ACCESS_DENIED', message: `The Secret Manager API is not enabled in ${place}.`, hint: 'Enable secretmanager.googleapis.com in the project; it can take minutes to be seen.' };
  if (reason === 'BILLING_DISABLED') return { code: 'ACCESS_DENIED', message: `Billing is not enabled in ${place}.`, hint: 'Link the project to a billing account.' };
  if (reason === 'SECURITY_POLICY_VIOLATED') return { code: 'ACCESS_DENIED', message: `A service perimeter keeps this host out of ${place}.`, hint: 'Let an ingress rule of VPC Service Controls admit the principal.' };
  return { code: 'ACCESS_DENIED', message: `The identity may not ${call.step} ${subjectOf(call)}, or it does not exist.` };
}

function meaningOf({ facts: { status }, words }: SecretManagerAnswer, call: SecretManagerCall): Meaning {
  const what = subjectOf(call);
  if (isRedirect(status)) return { code: 'REDIRECT_REFUSED', message: `${call.address.host} answered with a redirect (${status}), which was not followed.` };
  if (words.status === undefined) return { code: 'STORE_FAULT', message: `${call.address.host} answered with status ${status} and nothing that is an answer of Secret Manager.` };
  if (status === 401) return { code: 'CREDENTIAL_EXPIRED', message: `${call.address.host} no longer accepts the access token.` };
  if (status === 403) return forbidden(words.reason, call);
  if (status === 404) return { code: 'SECRET_NOT_FOUND', message: `Secret Manager holds nothing under ${what}.` };
  if (status === 429) return { code: 'THROTTLED', message: `${call.address.host} answered that it gets too many requests.` };
  if (call.step === 'read' && words.status === 'FAILED_PRECONDITION') return { code: 'SECRET_DISABLED', message: `Secret Manager says that ${what} is disabled or destroyed.` };
  return { code: 'STORE_FAULT', message: `${call.address.host} answered the ${call.step} of ${what} with status ${status}.`, retryable: status >= 500 || status === 408 || status === 409 };
}

/** What was to be stored comes back in no message, as text or as it was sent. */
function formsOf(value: Uint8Array | undefined): readonly string[] {
  if (value === undefined) return [];
  const bytes = Buffer.from(value);
  return [bytes.toString('utf8'), bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')];
}

/** Whatever came out of the SDK, as one of our errors. Nothing of the SDK's own error is kept. */
export function secretManagerFailure(error: unknown, call: SecretManagerCall): CarnetError {
  const { step, address } = call;
  // What was thrown below the SDK comes out as the cause of an error of its own.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (CarnetError.isInstance(cause)) return cause;
  if (cause instanceof SecretManagerAnswer) {
    const { facts, words } = cause;
    const sent = formsOf(call.value);
    return gcpError({ ...meaningOf(cause, call), step, retryAfter: facts.retryAfter ?? words.retryDelay, cloudCode: withoutSent(words.reason ?? words.status, sent), cloudMessage: withoutSent(words.text, sent) });
  }
  return networkFailure(cause, { code: 'STORE', host: address.host, step }) ?? gcpError({ code: 'STORE_FAULT', step, message: `${address.host} answered with something that is no answer of Secret Manager.` });
}
