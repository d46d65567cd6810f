import { CarnetError, type CarnetErrorOptions, type Step } from '@carnet/provider';
import { withoutSent } from '@carnet/provider-parts';
import { awsError } from './aws-error.ts';
import { clockSentence } from './clock-sentence.ts';
import { codeFamily } from './cloud-codes.ts';
import { cloudFailureOf, type CloudFailure } from './cloud-failure.ts';
import { networkFailure } from './network-failure.ts';

export interface StoreCall {
  readonly step: Step;
  readonly host: string;
  readonly secret?: string | undefined;
  readonly version?: string | undefined;
  /** A read of many secrets in one request. */
  readonly batch?: boolean;
  /** What was sent to be stored, in every form. No message may repeat it. */
  readonly sent?: readonly string[];
}

export interface StoreState {
  readonly isStatic: boolean;
  /** AWS's clock minus ours in milliseconds, where an answer showed it. */
  readonly clockOffset: number | undefined;
}

type Meaning = Pick<CarnetErrorOptions, 'code' | 'message' | 'hint' | 'retryable'>;

export const batchHint = 'Allow secretsmanager:BatchGetSecretValue on Resource "*" (it takes no ARN of a secret) to save requests; reading goes on one by one.';

function subjectOf({ secret, version, host }: StoreCall): string {
  if (secret === undefined) return `the secrets of ${host}`;
  return `the secret '${secret}'${version === undefined ? '' : ` in version ${version}`} of ${host}`;
}

const isDeleted = /\b(?:deletion|deleted)\b/i;

/** What one code says about one secret, be it in an answer of its own or as one entry of a batch. */
function ofSecret(code: string | undefined, text: string | undefined, call: StoreCall): Meaning | undefined {
  const what = subjectOf(call);
  switch (code?.replace(/Exception$/, '')) {
    case 'ResourceNotFound':
      return { code: 'SECRET_NOT_FOUND', message: `Secrets Manager holds nothing under ${what}.` };
    case 'InvalidRequest':
      return isDeleted.test(text ?? '')
        ? { code: 'SECRET_DISABLED', message: `Secrets Manager says that ${what} is scheduled for deletion.` }
        : { code: 'STORE_FAULT', retryable: false, message: `Secrets Manager does not ${call.step} ${what} in its present state.` };
    case 'InvalidParameter':
    case 'Validation':
      return { code: call.step === 'read' || call.step === 'remove' ? 'REFERENCE_INVALID' : 'STORE_FAULT', retryable: false, message: `Secrets Manager takes no request to ${call.step} ${what} in this form.` };
    case 'DecryptionFailure':
    case 'EncryptionFailure':
      return { code: 'ACCESS_DENIED', message: `Secrets Manager cannot use the KMS key of ${what}: it is disabled or deleted, or the identity may not use it.` };
    case 'LimitExceeded':
    case 'PreconditionNotMet':
    case 'ResourceExists':
      return { code: 'STORE_FAULT', retryable: false, message: `Secrets Manager did not ${call.step} ${what}.` };
    default:
      return undefined;
  }
}

function meaningOf({ code, text, status, clockCorrected }: CloudFailure, call: StoreCall, { isStatic, clockOffset }: StoreState): Meaning {
  const family = codeFamily(code, text);
  const { host } = call;
  if (family === 'throttled' || status === 429) return { code: 'THROTTLED', message: `${host} answered that it gets too many requests.` };
  if (family === 'denied') {
    return call.batch === true
      ? { code: 'BATCH_DENIED', message: `The identity may not read secrets of ${host} in batches.`, hint: batchHint }
      : { code: 'ACCESS_DENIED', message: `The identity may not ${call.step} ${subjectOf(call)}.` };
  }
  // The SDK has learnt AWS's time from this very answer, and signs the next request by it.
  if (family === 'wrongTime') return { code: 'CLOCK_SKEW', retryable: clockCorrected, message: `${clockSentence('Secrets Manager finds the request signed outside its valid time', clockOffset)}.` };
  if (family === 'ended' || family === 'unknownKey') {
    return isStatic ? { code: 'STATIC_SECRET_REJECTED', message: 'AWS no longer accepts the access key.' } : { code: 'CREDENTIAL_EXPIRED', message: `${host} no longer accepts the credentials of the session.` };
  }
  if (family === 'badSignature' && isStatic) return { code: 'STATIC_SECRET_REJECTED', message: 'AWS refused the signature: the secret access key does not belong to the access key id.' };
  return ofSecret(code, text, call) ?? { code: 'STORE_FAULT', message: `${host} answered with status ${status}.`, retryable: status >= 500 || status === 408 || code === undefined };
}

/** Whatever came out of the SDK, as one of our errors. Nothing of the SDK's own error is kept. */
export function storeFailure(error: unknown, call: StoreCall, state: StoreState): CarnetError {
  if (CarnetError.isInstance(error) && error.provider === 'aws') return error;
  const { step, host, sent = [] } = call;
  const failure = cloudFailureOf(error);
  if (failure === undefined) return networkFailure(error, { unreachable: 'STORE_UNREACHABLE', fault: 'STORE_FAULT', host, step });
  return awsError({
    ...meaningOf(failure, call, state),
    step,
    requestId: withoutSent(failure.requestId, sent),
    retryAfter: failure.retryAfter,
    cloudCode: withoutSent(failure.code, sent),
    cloudMessage: withoutSent(failure.text, sent),
  });
}

/** One entry of `Errors` in the answer of a batch. */
export function entryFailure(code: unknown, message: unknown, call: StoreCall & Required<Pick<StoreCall, 'sent'>>): CarnetError {
  const cloudCode = typeof code === 'string' ? code : undefined;
  const text = typeof message === 'string' ? message : undefined;
  const family = codeFamily(cloudCode, text);
  const meaning: Meaning =
    family === 'denied' ? { code: 'ACCESS_DENIED', message: `The identity may not ${call.step} ${subjectOf(call)}.` }
    : family === 'throttled' ? { code: 'THROTTLED', message: `${call.host} answered that it gets too many requests.` }
    : ofSecret(cloudCode, text, call) ?? { code: 'STORE_FAULT', message: `Secrets Manager could not read ${subjectOf(call)}.` };
  return awsError({ ...meaning, step: call.step, cloudCode: withoutSent(cloudCode, call.sent), cloudMessage: withoutSent(text, call.sent) });
}
