import type { z } from 'zod';
import type { Access, Principal } from '../access/principal.ts';
import type { Actor } from '../audit/audit.ts';

/** What a handler gets: everything is parsed and authorized already. */
export interface Call<Path, Query, Body> {
  readonly principal: Principal | undefined;
  /** The organization of the path, which exists and which the caller may see; `''` on a route without one. */
  readonly organization: string;
  readonly actor: Actor;
  readonly path: Path;
  readonly query: Query;
  readonly body: Body;
  /** The version in `If-Match`, where the route takes one. */
  readonly ifMatch: number | undefined;
  readonly idempotencyKey: string | undefined;
  readonly requestId: string;
  /** Ends when the client goes away, or when the server has waited long enough for it. */
  readonly signal: AbortSignal;
  /** Ends as soon as the server begins to stop: whatever waits or streams ends with it. */
  readonly closing: AbortSignal;
  /**
   * For an answer that goes on for long: looks every few seconds whether the caller may still have it, and calls back where not.
   *
   * @returns to be called when the answer is over
   * @throws PlatformError `RATE_LIMITED` where the organization has as many open as it may have
   */
  watch(refused: () => void): () => void;
  readonly request: Request;
}

export interface Reply {
  readonly status?: 200 | 201 | 202 | 204 | undefined;
  /** JSON. */
  readonly body?: unknown;
  /** An answer that is no JSON: a stream, NDJSON. */
  readonly response?: Response | undefined;
  /** The version of the entity: becomes its ETag. */
  readonly version?: number | undefined;
  readonly location?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** One route of the API: what the application mounts, what the OpenAPI document says and what the table of accesses is made of. */
export interface Route {
  /** `listCredentials`: the operation's name in the document and the client. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** `/v1/organizations/{organization}/credentials/{credential}`. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly description?: string | undefined;
  readonly tag: string;
  /** Those of the path that are no UUID; the others need no schema. */
  readonly parameters?: z.ZodObject | undefined;
  readonly query?: z.ZodObject | undefined;
  readonly body?: z.ZodType | undefined;
  /** One line of a body that is NDJSON: the handler reads it with `readLines`. */
  readonly lines?: z.ZodType | undefined;
  /** An example of the body that the schema takes. */
  readonly example?: unknown;
  readonly answer?: { readonly status: 200 | 201 | 202 | 204; readonly schema?: z.ZodType | undefined; readonly example?: unknown; readonly contentType?: string | undefined } | undefined;
  /** `required`: 428 without, 412 with another version. */
  readonly ifMatch?: 'required' | undefined;
  readonly idempotent?: boolean | undefined;
  /** Bytes. Default 64 KiB. */
  readonly largestBody?: number | undefined;
  handle(call: Call<never, never, never>): Promise<Reply>;
}

/** As {@link Route}, with the types of its schemas in the handler. */
export interface RouteDefinition<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> extends Omit<Route, 'parameters' | 'query' | 'body' | 'handle'> {
  readonly parameters?: P | undefined;
  readonly query?: Q | undefined;
  readonly body?: B | undefined;
  handle(call: Call<z.infer<P>, z.infer<Q>, z.infer<B>>): Promise<Reply>;
}

export function defineRoute<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>(definition: RouteDefinition<P, Q, B>): Route {
  return definition as Route;
}
