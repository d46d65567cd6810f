/** The names under which the services of AWS say the same. STS and Secrets Manager differ, and the SDK adds a suffix to some. */
const families = {
  throttled: ['Throttling', 'ThrottlingException', 'ThrottledException', 'TooManyRequestsException', 'RequestLimitExceeded', 'RequestThrottled', 'RequestThrottledException', 'SlowDown'],
  denied: ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized'],
  ended: ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'],
  unknownKey: ['InvalidClientTokenId', 'UnrecognizedClientException', 'InvalidAccessKeyId', 'InvalidToken', 'AuthFailure', 'MissingAuthenticationToken', 'MissingAuthenticationTokenException'],
  badSignature: ['SignatureDoesNotMatch', 'InvalidSignatureException', 'IncompleteSignature', 'IncompleteSignatureException'],
  wrongTime: ['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'],
} as const;

export type CodeFamily = keyof typeof families;

const familyOf = new Map<string, CodeFamily>(Object.entries(families).flatMap(([family, codes]) => codes.map((code) => [code, family as CodeFamily] as const)));

// A request that was signed by a clock that is off is told as a wrong signature, with the two times in its text.
const aboutTime = /\bSignature (?:expired|not yet current)\b/;

export function codeFamily(code: string | undefined, text: string | undefined): CodeFamily | undefined {
  const family = familyOf.get(code ?? '');
  return family === 'badSignature' && aboutTime.test(text ?? '') ? 'wrongTime' : family;
}
