import type { CarnetError } from '@carnet/provider';
import type { HttpAnswer } from './send-request.ts';
import { skewSentence, tokenEndpointFailure, type HopContext, type Meaning, type Refusal } from './token-endpoint-failure.ts';

function meaningOf({ error, description, skewSeconds }: Refusal): Meaning {
  const shown = error === '' ? '' : ` (${error})`;
  if (/account not found/i.test(description)) return { code: 'PRINCIPAL_NOT_FOUND', message: `Google knows no such service account${shown}.` };
  if (/short-lived token|reasonable timeframe/i.test(description)) return { code: 'CLOCK_SKEW', message: skewSentence('the assertion of the service account', 'this host', skewSeconds) };
  if (/signature|disabled|deleted|jwt format/i.test(description) || /^(?:deleted|disabled|invalid)_client$/.test(error)) {
    return { code: 'STATIC_SECRET_REJECTED', message: `Google refused the key of the service account${shown}.` };
  }
  return { code: 'EXCHANGE_REJECTED', message: `Google refused the exchange${shown}.` };
}

export function serviceAccountFailure(answer: HttpAnswer, context: HopContext): CarnetError {
  return tokenEndpointFailure(answer, context, 'oauth2.googleapis.com', meaningOf);
}
