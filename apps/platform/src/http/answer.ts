import { entityTag } from './if-match.ts';
import { everyAnswer } from './problem-response.ts';
import type { Reply, Route } from './route.ts';

/** What a handler replied, as an answer. */
export function answerOf(reply: Reply, { answer }: Pick<Route, 'answer'>, headers: Readonly<Record<string, string>>): Response {
  const all: Record<string, string> = { ...everyAnswer, ...headers, ...reply.headers };
  if (reply.version !== undefined) all['etag'] = entityTag(reply.version);
  if (reply.location !== undefined) all['location'] = reply.location;
  if (reply.response !== undefined) return withHeaders(reply.response, all);
  const status = reply.status ?? answer?.status ?? (reply.body === undefined ? 204 : 200);
  if (status === 204) return new Response(null, { status, headers: all });
  all['content-type'] ??= 'application/json';
  return new Response(`${JSON.stringify(reply.body ?? {})}\n`, { status, headers: all });
}

/** Adds headers that the response does not have. */
export function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) if (!all.has(name)) all.set(name, value);
  return new Response(response.body, { status: response.status, headers: all });
}
