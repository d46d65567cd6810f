import type { Problem } from './problem.ts';

/** What every answer of the API carries. */
export const everyAnswer: Readonly<Record<string, string>> = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A problem as an answer: RFC 9457. */
export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const requestId: Record<string, string> = problem.requestId === undefined ? {} : { 'x-request-id': problem.requestId };
  return new Response(`${JSON.stringify(problem)}\n`, {
    status: problem.status,
    headers: { ...everyAnswer, 'content-type': 'application/problem+json', ...requestId, ...headers },
  });
}
