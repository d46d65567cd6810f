import type { CarnetError, CarnetErrorOptions, ErrorCode } from '@carnet/provider';
import { withoutSent } from '@carnet/provider-parts';
import { awsError } from './aws-error.ts';
import { clockSentence } from './clock-sentence.ts';
import { codeFamily } from './cloud-codes.ts';
import { cloudFailureOf, type CloudFailure } from './cloud-failure.ts';
import { networkFailure } from './network-failure.ts';

export type ExchangeKind = 'web-identity' | 'assume-role' | 'caller-identity';

export interface ExchangeCall {
  readonly kind: ExchangeKind;
  readonly host: string;
  /** The subject token, or the parts of a static key: no message may repeat them. */
  readonly sent: readonly string[];
  /** AWS's clock minus ours in milliseconds, where an answer showed it. */
  readonly clockOffset: number | undefined;
}

const step = 'authenticate';

type Meaning = Pick<CarnetErrorOptions, 'code' | 'message' | 'hint' | 'retryable'>;

const webIdentity: Readonly<Record<string, Meaning>> = {
  IDPCommunicationError: { code: 'ISSUER_UNREACHABLE', message: 'STS could not reach the issuer of the subject token' },
  IDPRejectedClaim: { code: 'EXCHANGE_REJECTED', message: 'STS refused a claim of the subject token' },
  PackedPolicyTooLarge: { code: 'EXCHANGE_REJECTED', message: 'The session tags of the subject token are larger than STS takes' },
  RegionDisabled: { code: 'EXCHANGE_REJECTED', message: 'STS is not active in this region for this account', hint: 'Activate the region in the account settings of IAM, or use another one.' },
};

/** STS tells many different things as `InvalidIdentityToken`. Only a key that could not be fetched may be there the next time. */
function invalidIdentityToken(text: string, clockOffset: number | undefined): Meaning {
  if (/retrieve verification key/i.test(text)) return { code: 'ISSUER_UNREACHABLE', message: 'STS could not fetch a key of the issuer to verify the subject token', retryable: true };
  if (/No OpenIDConnect provider found/i.test(text)) return { code: 'TRUST_REJECTED', message: 'The account of the role has no OpenID Connect provider for the issuer of the subject token' };
  if (/roles claim/i.test(text)) return { code: 'TRUST_REJECTED', message: 'The roles claim of the subject token does not name this role' };
  if (/audience/i.test(text)) return { code: 'TRUST_REJECTED', message: 'The OpenID Connect provider in the account of the role does not take the audience of the subject token' };
  if (/in the past|in the future|not yet valid/i.test(text)) return { code: 'CLOCK_SKEW', message: clockSentence('STS finds the subject token not valid yet', clockOffset, ': it is the clock of the issuer that is off') };
  if (/could not be validated|signature|verif|algorithm/i.test(text)) return { code: 'SIGNATURE_REJECTED', message: 'STS could not verify the signature of the subject token' };
  return { code: 'EXCHANGE_REJECTED', message: 'STS does not take the subject token' };
}

const denied: Readonly<Record<ExchangeKind, Meaning>> = {
  'web-identity': { code: 'TRUST_REJECTED', message: 'The trust policy of the role does not let this subject token in' },
  'assume-role': { code: 'TRUST_REJECTED', message: 'The access key may not assume the role: its own policy, the trust policy of the role or the external ID says no' },
  'caller-identity': { code: 'STATIC_SECRET_REJECTED', message: 'AWS refused the access key' },
};

function meaningOf({ code, text, status, clockCorrected }: CloudFailure, { kind, host, clockOffset }: ExchangeCall): Meaning {
  const family = codeFamily(code, text);
  const federated = kind === 'web-identity';
  if (family === 'throttled' || status === 429) return { code: 'THROTTLED', message: 'STS answered that it gets too many requests' };
  if (federated && family === 'ended') {
    return { code: 'CLOCK_SKEW', message: clockSentence('STS finds the subject token outside its valid time', clockOffset, ': it is the clock of the issuer that is off') };
  }
  if (family === 'wrongTime') return { code: 'CLOCK_SKEW', message: clockSentence('STS finds the request signed outside its valid time', clockOffset), retryable: clockCorrected };
  if (family === 'denied') return denied[kind];
  const name = code?.replace(/Exception$/, '') ?? '';
  if (federated && name === 'InvalidIdentityToken') return invalidIdentityToken(text ?? '', clockOffset);
  if (Object.hasOwn(webIdentity, name)) return webIdentity[name] as Meaning;
  if (!federated && (family === 'ended' || family === 'unknownKey' || family === 'badSignature')) return { code: 'STATIC_SECRET_REJECTED', message: 'AWS refused the access key' };
  if (status >= 500 || code === undefined) return { code: 'TOKEN_ENDPOINT_FAULT', message: `${host} answered the exchange with status ${status} and no credentials` };
  return { code: 'EXCHANGE_REJECTED', message: 'STS refused the exchange' };
}

const unnamed: readonly ErrorCode[] = ['CLOCK_SKEW', 'THROTTLED', 'TOKEN_ENDPOINT_FAULT'];

/** Whatever came out of the SDK, as one of our errors. Nothing of the SDK's own error is kept. */
export function exchangeFailure(error: unknown, call: ExchangeCall): CarnetError {
  const failure = cloudFailureOf(error);
  if (failure === undefined) {
    return networkFailure(error, { unreachable: 'TOKEN_ENDPOINT_UNREACHABLE', fault: 'TOKEN_ENDPOINT_FAULT', host: call.host, step });
  }
  const { message, ...meaning } = meaningOf(failure, call);
  const cloudCode = withoutSent(failure.code, call.sent);
  return awsError({
    ...meaning,
    step,
    message: cloudCode === undefined || unnamed.includes(meaning.code) || !/^[A-Za-z.]{1,64}$/.test(cloudCode) ? `${message}.` : `${message} (${cloudCode}).`,
    requestId: withoutSent(failure.requestId, call.sent),
    retryAfter: failure.retryAfter,
    cloudCode,
    cloudMessage: withoutSent(failure.text, call.sent),
  });
}
