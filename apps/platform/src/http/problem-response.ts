import { errorCodes, type CarnetError } from '@carnet/provider';
import type { IssuerError } from '@carnet/oidc-issuer';

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 408 | 413 | 415 | 421 | 429 | 431 | 500 | 503;

/** An error of ours as an answer: RFC 9457. */
export function problemResponse(status: ProblemStatus, error: CarnetError | IssuerError, headers: Readonly<Record<string, string>> = {}): Response {
  const { code, message, hint, docsUrl } = error;
  const title = Object.hasOwn(errorCodes, code) ? errorCodes[code as keyof typeof errorCodes].meaning : message;
  return new Response(JSON.stringify({ type: docsUrl, title, status, detail: message, code, hint }), {
    status,
    headers: { ...everyAnswer, 'content-type': 'application/problem+json', ...headers },
  });
}

/** Indented and with an end of line: a person reads it in a terminal as it is. */
export function jsonResponse(body: object): Response {
  return new Response(`${JSON.stringify(body, null, 2)}\n`, { headers: { ...everyAnswer, 'content-type': 'application/json' } });
}

const everyAnswer = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
