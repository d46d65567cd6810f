import { CarnetError } from '@carnet/provider';
import { boundedText } from './bounded-text.ts';

/** What the platform answered in place of a token. */
export interface Refusal {
  readonly status: number;
  /** Its own code: `LEASE_LOST`, `KICKOFF_ENDED`, … */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** Another attempt may be answered. */
  readonly passing: boolean;
  /** Milliseconds, where it says a time. */
  readonly waitMs: number | undefined;
}

/** Problem details (RFC 9457), of which nothing but a code and an id is believed. */
export async function readRefusal(response: Response): Promise<Refusal> {
  const { status, headers } = response;
  const text = await boundedText(response).catch(() => '');
  const { code, requestId } = recordOf(text);
  return {
    status,
    code: typeof code === 'string' && /^[A-Z][A-Z_]{2,63}$/.test(code) ? code : undefined,
    requestId: typeof requestId === 'string' && /^[\w-]{1,64}$/.test(requestId) ? requestId : undefined,
    passing: status === 429 || status === 503,
    waitMs: waitOf(headers.get('retry-after')),
  };
}

export function refusedBy({ status, code, requestId, waitMs }: Refusal): CarnetError {
  return new CarnetError({
    code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', requestId, cloudCode: code,
    message: `The platform gave no subject token: it answered with ${status}${code === undefined ? '' : ` (${code})`}.`,
    hint: status === 401 ? 'Check the token: it is revoked, expired, or of another kind.' : undefined,
    retryable: status === 429 || status >= 500,
    retryAfter: waitMs,
  });
}

/** Of a foreign error nothing is kept: it may quote the request. */
export function platformFailure(error: unknown, signal: AbortSignal | undefined, deadline: AbortSignal): CarnetError {
  if (signal?.aborted) return new CarnetError({ code: 'ABORTED', message: 'The caller ended the call.', step: 'mint' });
  if (deadline.aborted) return unavailable('The platform gave no subject token in time.', undefined, true);
  return CarnetError.isInstance(error) ? error : unavailable('The platform cannot be reached for a subject token.', undefined, true);
}

export function unavailable(message: string, hint: string | undefined, retryable: boolean): CarnetError {
  return new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', message, hint, retryable });
}

/** Seconds; a date (RFC 9110, section 10.2.3) would need the clocks to agree. */
function waitOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : undefined;
}

function recordOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
