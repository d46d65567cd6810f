import { randomUUID } from 'node:crypto';
import { jsonAnswer, type Answer } from '../../network/exchange.ts';

export interface EntraRefusalDetails {
  readonly code: number;
  readonly status: number;
  /** The OAuth error, RFC 6749 section 5.2. */
  readonly error: string;
  readonly text: string;
  /** Some codes come without a link to their explanation. */
  readonly withoutErrorUri?: boolean;
  /** Bodies before 2024 put the trailer on lines of its own. */
  readonly olderTrailer?: boolean;
}

/** Thrown where Entra refuses; becomes the body that Entra answers with. */
export class EntraRefusal extends Error {
  readonly details: EntraRefusalDetails;

  constructor(details: EntraRefusalDetails) {
    super(`AADSTS${details.code}`);
    this.details = details;
  }
}

/** The envelope of Entra's errors. */
export function refusalAnswer(details: EntraRefusalDetails, host: string, now: number, correlationId: string): Answer {
  const { code, status, error, text } = details;
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const traceId = randomUUID();
  const separator = details.olderTrailer ? '\r\n' : ' ';
  return jsonAnswer(
    status,
    {
      error,
      error_description: [`AADSTS${code}: ${text}`, `Trace ID: ${traceId}`, `Correlation ID: ${correlationId}`, `Timestamp: ${timestamp}`].join(separator),
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      ...(details.withoutErrorUri ? {} : { error_uri: `https://${host}/error?code=${code}` }),
    },
    { 'cache-control': 'no-store, no-cache', pragma: 'no-cache', 'x-ms-request-id': traceId, 'client-request-id': correlationId },
  );
}
