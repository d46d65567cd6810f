import type { CarnetError } from '@carnet/provider';
import type { HttpAnswer } from './send-request.ts';
import { skewSentence, tokenEndpointFailure, type HopContext, type Meaning, type Refusal } from './token-endpoint-failure.ts';

/**
 * STS has one code for most refusals, so that its sentence has to be read.
 *
 * @see https://cloud.google.com/iam/docs/troubleshooting-workload-identity-federation
 */
const sentences: readonly (readonly [RegExp, Meaning['code'], string])[] = [
  [/error connecting to the given credential's issuer|discovery document|fetch.{0,40}(?:jwk|key)/i, 'ISSUER_UNREACHABLE', 'Google could not fetch the discovery document or the JWKS of the issuer'],
  [/signature|key id|\bkid\b|\bjwks?\b|signed with|algorithm/i, 'SIGNATURE_REJECTED', 'Google could not verify the signature of the subject token'],
  [/stale|expire|not valid yet|not yet valid|in the future|\biat\b|\bexp\b|\bnbf\b|48 hours/i, 'CLOCK_SKEW', ''],
  [/issuer in id token|audience in id token|does not match the expected/i, 'TRUST_REJECTED', 'The provider of the workload identity pool trusts no token with this issuer and audience'],
];

function meaningOf({ error, description, skewSeconds }: Refusal): Meaning {
  const shown = error === '' ? '' : ` (${error})`;
  if (error === 'invalid_target') return { code: 'TRUST_REJECTED', message: `Google knows no enabled provider under this resource name${shown}.` };
  if (error === 'unauthorized_client') {
    const condition = /attribute condition/i.test(description);
    return { code: 'TRUST_REJECTED', message: `${condition ? 'The attribute condition of the provider rejects the subject token' : 'The provider can make no principal of the subject token'}${shown}.` };
  }
  if (error === 'invalid_request' && /"audience"|google\.subject|mapped attribute/i.test(description)) {
    return { code: 'TRUST_REJECTED', message: `The provider can make no principal of the subject token${shown}.` };
  }
  const [, code, message] = (error === 'invalid_grant' && sentences.find(([pattern]) => pattern.test(description))) || [undefined, 'EXCHANGE_REJECTED', 'Google refused the exchange'] as const;
  return code === 'CLOCK_SKEW' ? { code, message: skewSentence('the subject token', 'the issuer', skewSeconds) } : { code, message: `${message}${shown}.` };
}

export function securityTokenFailure(answer: HttpAnswer, context: HopContext): CarnetError {
  return tokenEndpointFailure(answer, context, 'sts.googleapis.com', meaningOf);
}
