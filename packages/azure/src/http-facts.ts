import type { PipelineResponse } from '@azure/core-rest-pipeline';

/** What we keep of an answer that is no success. Never its body or its headers. */
export interface HttpFacts {
  readonly status: number;
  readonly requestId: string | undefined;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
  /** Epoch milliseconds, by the clock of the answering side. */
  readonly date: number | undefined;
}

function dateOf(text: string | undefined): number | undefined {
  const date = Date.parse(text ?? '');
  return Number.isNaN(date) ? undefined : date;
}

// A longer wait is no other than this one: nobody waits for it, and a number of any length stays one that can be shown.
const longestWait = 1_000_000_000_000;

/** RFC 9110 §10.2.3: seconds or a date. */
function retryAfterOf(text: string | undefined, date: number | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestWait);
  const until = dateOf(text);
  return until === undefined || date === undefined ? undefined : Math.min(Math.max(0, until - date), longestWait);
}

export function httpFacts({ status, headers }: PipelineResponse): HttpFacts {
  const date = dateOf(headers.get('date'));
  return { status, date, requestId: headers.get('x-ms-request-id'), retryAfter: retryAfterOf(headers.get('retry-after'), date) };
}

export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object, or an empty one where the body is anything else: a proxy's page, half an answer. */
export function jsonBody({ bodyAsText }: PipelineResponse): Json {
  try {
    const body: unknown = JSON.parse(bodyAsText ?? '');
    return isJson(body) ? body : {};
  } catch {
    return {};
  }
}

export function objectField(body: Json, field: string): Json {
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  return isJson(value) ? value : {};
}

export function textField(body: Json, field: string): string | undefined {
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}
