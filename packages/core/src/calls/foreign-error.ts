import { CarnetError, errorCodes, type Step } from '@carnet/provider';

const longestMessage = 1_000;
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu;

/** Where an error came from. */
export interface Origin {
  readonly provider: string;
  readonly step: Step;
}

/**
 * Makes one of ours of whatever a provider threw. What is no CarnetError is not looked into: it may be an SDK's error,
 * which carries tokens, or a trap.
 */
export function foreignError(thrown: unknown, origin: Origin): CarnetError {
  try {
    if (CarnetError.isInstance(thrown)) return copyOf(thrown, origin);
  } catch {
    // Looking at it threw: a proxy or a getter.
  }
  return providerFault(origin, 'threw something that is no CarnetError');
}

export function providerFault({ provider, step }: Origin, what: string): CarnetError {
  return new CarnetError({ code: 'PROVIDER_FAULT', message: `Provider '${provider}' ${what}.`, provider, step });
}

/** Field by field, each read once and checked: it crossed a border. The provider's name is the one we know. */
function copyOf(error: CarnetError, { provider, step }: Origin): CarnetError {
  const { code, message, hint, step: ownStep, retryable, retryAfter, requestId, cloudCode, cloudMessage } = error;
  if (!Object.hasOwn(errorCodes, code)) throw new TypeError('unknown code');
  return new CarnetError({
    code,
    message: lineOf(message) ?? errorCodes[code].meaning,
    hint: lineOf(hint),
    provider,
    step: typeof ownStep === 'string' ? ownStep : step,
    retryable: typeof retryable === 'boolean' ? retryable : undefined,
    retryAfter: typeof retryAfter === 'number' && retryAfter >= 0 && Number.isFinite(retryAfter) ? retryAfter : undefined,
    requestId: textOf(requestId),
    cloudCode: textOf(cloudCode),
    cloudMessage: textOf(cloudMessage),
  });
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function lineOf(value: unknown): string | undefined {
  const text = textOf(value)?.replace(unseen, ' ').trim().slice(0, longestMessage).toWellFormed();
  return text === '' ? undefined : text;
}
