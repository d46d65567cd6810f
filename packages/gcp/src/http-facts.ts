import { httpDate, jsonObject, retryAfter, type JsonObject } from '@carnet/provider-parts';
import type { HttpAnswer } from './send-request.ts';

/** What we keep of an answer that is no success. Never its body or its headers. */
export interface HttpFacts {
  readonly status: number;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
  /** Epoch milliseconds, by the clock of the answering side. */
  readonly date: number | undefined;
}

export function httpFacts({ status, headers }: HttpAnswer): HttpFacts {
  const date = httpDate(headers.date);
  return { status, date, retryAfter: retryAfter(headers['retry-after'], date) };
}

export function jsonBody({ body }: HttpAnswer): JsonObject {
  return jsonObject(body.toString('utf8'));
}
