import { z } from 'zod';
import { PlatformError } from '../errors/platform-error.ts';
import { fieldProblems } from './field-problems.ts';
import { readIfMatch } from './if-match.ts';
import { InvalidRequest } from './problem.ts';
import { readJsonBody } from './request-body.ts';
import type { Call, Route } from './route.ts';

export type Parsed = Pick<Call<unknown, unknown, unknown>, 'path' | 'query' | 'body' | 'ifMatch' | 'idempotencyKey'>;

export interface RouteReader {
  read(request: Request, path: Readonly<Record<string, string>>, query: URLSearchParams): Promise<Parsed>;
}

/** An id as it stands in a path. */
export const uuid: z.ZodString = z.string().regex(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);

/** Makes the reader of one route; its schemas are put together once. */
export function createRouteReader(route: Route, names: readonly string[]): RouteReader {
  const path = z.strictObject(Object.fromEntries(names.map((name) => [name, route.parameters?.shape[name] ?? uuid])));
  const query = route.query?.strict() ?? z.strictObject({});
  return {
    async read(request, givenPath, givenQuery) {
      const parsedPath = path.safeParse(givenPath);
      if (!parsedPath.success) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND' });
      const parsedQuery = query.safeParse(recordOf(givenQuery));
      if (!parsedQuery.success) throw new InvalidRequest(400, 'The query is not one that this address takes.', { problems: fieldProblems(parsedQuery.error) });
      const ifMatch = route.ifMatch === 'required' ? readIfMatch(request.headers) : undefined;
      const idempotencyKey = route.idempotent === true ? readIdempotencyKey(request.headers) : undefined;
      return { path: parsedPath.data, query: parsedQuery.data, body: await readBodyOf(route, request), ifMatch, idempotencyKey };
    },
  };
}

const nothing = z.strictObject({});

async function readBodyOf({ body, lines, largestBody, method }: Route, request: Request): Promise<unknown> {
  if (lines !== undefined || method === 'get') return undefined;
  const parsed = await (body ?? nothing).safeParseAsync(await readJsonBody(request, largestBody));
  if (!parsed.success) throw new InvalidRequest(400, 'The body is not one that this address takes.', { problems: fieldProblems(parsed.error) });
  return parsed.data;
}

/** A parameter twice is refused: which of the two counts would be anybody's guess. */
function recordOf(query: URLSearchParams): Record<string, string> {
  const entries = [...query];
  const record = Object.fromEntries(entries);
  if (entries.some((pair) => pair.join('').includes('\0'))) throw new InvalidRequest(400, 'The query holds a NUL character.');
  if (Object.keys(record).length < entries.length) throw new InvalidRequest(400, 'The query has a parameter twice.');
  return record;
}

function readIdempotencyKey(headers: Headers): string | undefined {
  const key = headers.get('idempotency-key');
  if (key !== null && !/^[\x21-\x7e]{1,255}$/.test(key)) throw new InvalidRequest(400, 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  return key ?? undefined;
}
