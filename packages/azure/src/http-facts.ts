import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { httpDate, jsonObject, retryAfter, type JsonObject } from '@carnet/provider-parts';

/** What we keep of an answer that is no success. Never its body or its headers. */
export interface HttpFacts {
  readonly status: number;
  readonly requestId: string | undefined;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
  /** Epoch milliseconds, by the clock of the answering side. */
  readonly date: number | undefined;
}

export function httpFacts({ status, headers }: PipelineResponse): HttpFacts {
  const date = httpDate(headers.get('date'));
  return { status, date, requestId: headers.get('x-ms-request-id'), retryAfter: retryAfter(headers.get('retry-after'), date) };
}

export function jsonBody({ bodyAsText }: PipelineResponse): JsonObject {
  return jsonObject(bodyAsText ?? '');
}
