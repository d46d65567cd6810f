import { objectField, objectsField, textField } from '@carnet/provider-parts';
import { jsonBody } from './http-facts.ts';
import type { HttpAnswer } from './send-request.ts';

/** What a Google API says in the body of an answer that is no success. */
export interface GoogleStatus {
  /** `PERMISSION_DENIED`, `NOT_FOUND`, …; undefined where the body is not one of a Google API. */
  readonly status: string | undefined;
  readonly text: string | undefined;
  /** `IAM_PERMISSION_DENIED`, `SERVICE_DISABLED`, …. */
  readonly reason: string | undefined;
  /** Milliseconds. */
  readonly retryDelay: number | undefined;
}

/** @see https://cloud.google.com/apis/design/errors#http_mapping */
export function googleStatus(answer: HttpAnswer): GoogleStatus {
  const error = objectField(jsonBody(answer), 'error');
  const details = objectsField(error, 'details');
  const reason = details.map((detail) => textField(detail, 'reason')).find((text) => text !== undefined);
  const delay = details.map((detail) => /^(\d{1,9})(?:\.\d+)?s$/.exec(textField(detail, 'retryDelay') ?? '')?.[1]).find((text) => text !== undefined);
  return { status: textField(error, 'status'), text: textField(error, 'message'), reason, retryDelay: delay === undefined ? undefined : Number(delay) * 1000 };
}
