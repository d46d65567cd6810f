import type { Access, Principal } from '../access/principal.ts';
import type { IssuerEndpoints } from '@carnet/oidc-issuer';
import { actorOf } from './actor-of.ts';
import { answerOf, withHeaders } from './answer.ts';
import type { OwnAddresses } from './own-addresses.ts';
import { InvalidRequest, problemOf } from './problem.ts';
import { everyAnswer, problemResponse } from './problem-response.ts';
import { networkOf } from './network-of.ts';
import { createOpenStreams, type OpenStreamsOptions } from './open-streams.ts';
import { ownerOf, type RateLimits } from './rate-limits.ts';
import { createRouteReader, uuid, type RouteReader } from './read-call.ts';
import { createKeptDocuments, type DocumentRequest, type KeptAnswer } from './kept-documents.ts';
import { readBody, usualLargestBody } from './request-body.ts';
import { requestIdOf } from './request-id.ts';
import type { Call, Route } from './route.ts';
import { createRouter, type RouteMatch } from './router.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { refuseForeignOrigin, refuseForeignHost } from './origin-check.ts';
import { failureRecord } from './failure-record.ts';

export interface RequestFacts {
  readonly requestId: string;
  readonly address: string;
}

/** A handler of requests under one prefix that is no `Route`: that of the library for people. */
export type ExtraHandler = (request: Request, facts: RequestFacts) => Promise<Response>;

export interface ApplicationOptions {
  readonly routes: readonly Route[];
  readonly issuer: IssuerEndpoints;
  /** Whom the request's credential belongs to; undefined where it carries none, or none that is valid. */
  readonly principalOf: (request: Request, facts: RequestFacts) => Promise<Principal | undefined>;
  /** Settles for a caller who may use such a route in that organization (`''`: the route has none), and throws a `PlatformError` for others. */
  readonly authorize: (principal: Principal, access: Access, organization: string) => Promise<void>;
  readonly addresses: () => OwnAddresses;
  readonly rateLimits: RateLimits;
  readonly streams?: OpenStreamsOptions | undefined;
  readonly log: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly now: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
  /** By the beginning of the path: `/v1/auth/`. They authorize by themselves. */
  readonly extraHandlers?: Readonly<Record<string, ExtraHandler>> | undefined;
  /** Told of each answer, when its head is known: for metrics. */
  readonly onAnswer?: ((fact: AnswerFact) => void) | undefined;
}

export interface AnswerFact {
  /** The path as the document has it, or what else answered; never the path that was asked for. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** When the head of the answer was known: a stream goes on after it. */
  readonly endedAt: number;
  readonly requestId: string;
}

export interface Application {
  /** @param address - of the client; rate limits of refusals and the audit go by it */
  fetch(request: Request, address?: string): Promise<Response>;
  /** The same answer as `fetch` gives, without a `Response`: for a document of the issuer that was asked for a moment ago. */
  keptAnswer(request: DocumentRequest, host: string | undefined): KeptAnswer | undefined;
  /** Ends streams and long polls; what else is under way goes on. */
  beginStop(): void;
  /** Ends the signals of all calls. */
  abort(): void;
}

interface Arrival {
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  readonly address: string;
}

/** Everything this server answers. The issuer's two documents stand above every check, and depend on nothing. */
export function createApplication(options: ApplicationOptions): Application {
  const { routes, issuer, principalOf, authorize, rateLimits, log, now, randomBytes, extraHandlers = {}, onAnswer } = options;
  const find = createRouter(routes);
  const documents = createKeptDocuments(issuer, now);
  const readers = new Map<Route, RouteReader>();
  const streams = createOpenStreams(options.streams);
  const closing = new AbortController();
  const ending = new AbortController();

  async function answer(arrival: Arrival, tell: (route: string) => void): Promise<Response> {
    const { request, url, requestId, address } = arrival;
    const addresses = options.addresses();
    refuseForeignHost(request.headers, addresses, false);
    refuseForeignOrigin(request, addresses);
    const extra = Object.entries(extraHandlers).find(([prefix]) => url.pathname.startsWith(prefix));
    if (extra) {
      tell(`${extra[0]}*`);
      return withHeaders(await extra[1](await bounded(request), { requestId, address }), { ...everyAnswer, 'x-request-id': requestId });
    }
    const match = find(url.pathname);
    if (match === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is nothing at this address.' });
    tell(match.address.path);
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { ...everyAnswer, allow: match.address.allow, 'x-request-id': requestId } });
    const route = match.address.routes.get(request.method === 'HEAD' ? 'GET' : request.method);
    if (route === undefined) throw new InvalidRequest(405, `This address takes ${match.address.allow}.`, { headers: { allow: match.address.allow } });
    return await answerRoute(route, match, arrival);
  }

  /** Clouds ask for these more often than anybody for anything else: nothing is done for them that they do not need. */
  async function answerDocument(request: Request): Promise<Response> {
    refuseForeignHost(request.headers, options.addresses(), true);
    return await documents.handler(request);
  }

  async function answerRoute(route: Route, { address: { parameters: names }, parameters }: RouteMatch, { request, url, requestId, address }: Arrival): Promise<Response> {
    const organization = parameters['organization'] ?? '';
    const principal = await admit(route.access, organization, { request, requestId, address });
    const limits = rateLimits.admit(route.access, principal, organization, address);
    try {
      let reader = readers.get(route);
      if (!reader) readers.set(route, (reader = createRouteReader(route, names)));
      const parsed = await reader.read(request, parameters, url.searchParams);
      const call: Call<unknown, unknown, unknown> = {
        ...parsed, principal, organization, actor: actorOf(principal, requestId, address), requestId, request, closing: closing.signal,
        watch: (refused) => streams.open(ownerOf(principal, organization, address), () => mayStill(route.access, organization, request, { requestId, address }), refused),
        get signal() { return AbortSignal.any([request.signal, ending.signal]); },
      };
      return answerOf(await route.handle(call as Call<never, never, never>), route, { ...limits, 'x-request-id': requestId });
    } catch (error) {
      return failed(error, requestId, route.id, limits);
    }
  }

  /** Who calls, when they may. */
  async function admit(access: Access, organization: string, { request, requestId, address }: Omit<Arrival, 'url'>): Promise<Principal | undefined> {
    if (access.to === 'public') return undefined;
    const network = networkOf(address);
    // Only who shows no right credential is let wait for what others of the network, or behind the same proxy, showed.
    const principal = await principalOf(request, { requestId, address }).catch((error: unknown) => { throw refusedTo(network, error); });
    if (principal === undefined) {
      const refusal = unauthenticated();
      throw request.headers.has('authorization') || request.headers.has('cookie') ? refusedTo(network, refusal) : refusal;
    }
    const caller = callerOf(principal);
    rateLimits.admitAttempt(caller);
    if (organization !== '' && !uuid.safeParse(organization).success) throw refusedTo(caller, new PlatformError({ code: 'RESOURCE_NOT_FOUND' }));
    await authorize(principal, access, organization).catch((error: unknown) => { throw refusedTo(caller, error); });
    return principal;
  }

  /** The same check as at the beginning; nothing is counted. */
  async function mayStill(access: Access, organization: string, request: Request, facts: RequestFacts): Promise<void> {
    if (access.to === 'public') return;
    const principal = await principalOf(request, facts);
    if (principal === undefined) throw unauthenticated();
    await authorize(principal, access, organization);
  }

  function refusedTo(key: string, error: unknown): unknown {
    if (problemOf(error).problem.status < 500) {
      rateLimits.admitAttempt(key);
      rateLimits.refused(key);
    }
    return error;
  }

  function failed(error: unknown, requestId: string, route: string, headers: Readonly<Record<string, string>> = {}): Response {
    const found = problemOf(error, requestId);
    if (found.unexpected) log('a request failed unexpectedly', { requestId, route, ...failureRecord(error) });
    return problemResponse(found.problem, { ...headers, ...found.headers });
  }

  return {
    async fetch(request, address = 'unknown') {
      const startedAt = now();
      const isDocument = issuer.handles(request);
      const requestId = isDocument ? '' : requestIdOf(request.headers, randomBytes);
      let route = isDocument ? 'issuer' : 'none';
      let response: Response;
      try {
        response = isDocument ? await answerDocument(request) : await answer({ request, url: new URL(request.url), requestId, address }, (known) => { route = known; });
      } catch (error) {
        response = failed(error, requestId === '' ? requestIdOf(request.headers, randomBytes) : requestId, route);
      }
      if (request.method === 'HEAD' && response.body) {
        await response.body.cancel();
        response = new Response(null, response);
      }
      onAnswer?.({ route, method: request.method, status: response.status, startedAt, endedAt: now(), requestId });
      return response;
    },
    keptAnswer(request, host) {
      const startedAt = now();
      const addresses = options.addresses();
      const answer = addresses.isOwnHost(host) || addresses.isIssuerHost(host) ? documents.find(request) : undefined;
      if (answer) onAnswer?.({ route: 'issuer', method: request.method, status: answer.status, startedAt, endedAt: now(), requestId: '' });
      return answer;
    },
    beginStop: () => closing.abort(),
    abort: () => ending.abort(),
  };
}

/** The same request with its body read, and found small enough. */
async function bounded(request: Request): Promise<Request> {
  if (request.method === 'GET' || request.method === 'HEAD') return request;
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: await readBody(request, usualLargestBody) });
}

function unauthenticated(): InvalidRequest {
  return new InvalidRequest(401, 'The request carries no valid token.', { code: 'REQUEST_UNAUTHENTICATED' });
}

function callerOf(principal: Principal): string {
  return principal.kind === 'person' ? `person ${principal.userId}` : `token ${principal.tokenId}`;
}
