import type { Clock, Transport } from '@carnet/provider';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DoubleFault, DoubleRequest } from '../store-double.ts';
import { deliveryOf, replacingAnswer, type Outcome } from './answer.ts';
import { createFaultRules } from './fault-rules.ts';
import { createLoopback } from './loopback-server.ts';
import { fetchInMemory } from './memory-transport.ts';

/** Answers the requests of one host. */
export type HttpHandler = (request: Request) => Response | Promise<Response>;

export interface HttpFakeOptions {
  /** Who answers at which host: `safe.acme.example`, with `:port` where it is not 443. Every other host is unknown. */
  readonly hosts: Readonly<Record<string, HttpHandler>>;
  /** Latency passes on it, and answers without a Date header get its time. */
  readonly clock: Clock;
  /** What a request is for, by its method, address and headers. Default: `other`, which no fault befalls. */
  operationOf?(request: Request): DoubleRequest['operation'];
  /** The store's own refusal of too many requests. Default: 429, with Retry-After where seconds are given (RFC 9110 section 10.2.3). */
  throttled?(retryAfterSeconds: number | undefined): Response;
}

/** A request that arrived at the fake. */
export interface HttpFakeRequest extends DoubleRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
}

/** Hosts that answer in this process, and the faults that can befall them. */
export interface HttpFake extends AsyncDisposable {
  /** `fetch` runs in memory; `agent` leads an SDK's own HTTP to a server on 127.0.0.1 that is started when it is first used. */
  readonly transport: Transport;
  /** Adds a rule and gives back what removes it. The first that matches decides; `latency` only delays, so later ones are looked at too. */
  fault(rule: DoubleFault): () => void;
  /** Oldest first. */
  readonly requests: readonly HttpFakeRequest[];
}

/**
 * The network of a double: handlers for hosts, behind a `transport` that fails as a real one does.
 *
 * `fetch` honours signals, follows no redirect, and rejects for an unknown host as DNS would. A drip takes real time: a
 * provider is expected to leave, not to wait.
 *
 * @example
 * ```ts
 * import { createHttpFake } from '@carnet/provider-testkit';
 * import type { Clock } from '@carnet/provider';
 *
 * export async function example(clock: Clock): Promise<number> {
 *   await using fake = createHttpFake({
 *     clock,
 *     hosts: { 'safe.acme.example': () => Response.json({ names: [] }) },
 *     operationOf: ({ method }) => (method === 'GET' ? 'list' : 'other'),
 *   });
 *   fake.fault({ at: 'list', fault: { kind: 'status', status: 503 }, times: 1 });
 *   const response = await fake.transport.fetch(new Request('https://safe.acme.example/secrets'));
 *   return response.status; // 503; the next one gives 200
 * }
 * ```
 */
export function createHttpFake({ hosts, clock, operationOf = () => 'other', throttled = tooManyRequests }: HttpFakeOptions): HttpFake {
  const rules = createFaultRules();
  const requests: HttpFakeRequest[] = [];
  const hasHost = (host: string): boolean => Object.hasOwn(hosts, host);

  async function outcomeOf(request: Request): Promise<Outcome> {
    const { host, hostname, pathname, search } = new URL(request.url);
    const operation = operationOf(request);
    requests.push({ operation, host: hostname, method: request.method, path: pathname, target: `${pathname}${search}` });
    const faults = rules.take(operation);
    const fault = faults.find(({ kind }) => kind !== 'latency');
    for (const each of faults) if (each.kind === 'latency') await clock.sleep(each.milliseconds, { signal: request.signal });
    // No network answers in the turn that asked.
    await nextTurn();
    if (fault?.kind === 'reset' || fault?.kind === 'hang') return { kind: fault.kind };
    const response = fault?.kind === 'throttle' ? throttled(fault.retryAfterSeconds) : (replacingAnswer(fault) ?? (await hosts[host]?.(request)) ?? new Response(null, { status: 421 }));
    const headers = new Headers(response.headers);
    if (!headers.has('date')) headers.set('date', new Date(clock.now()).toUTCString());
    return { kind: 'answer', response: new Response(response.body, { status: response.status, headers }), delivery: deliveryOf(fault) };
  }

  const loopback = createLoopback(hasHost, outcomeOf);
  return {
    transport: { fetch: fetchInMemory(hasHost, outcomeOf), agent: () => loopback.agent },
    fault: rules.add,
    requests,
    [Symbol.asyncDispose]: () => loopback[Symbol.asyncDispose](),
  };
}

function tooManyRequests(retryAfterSeconds: number | undefined): Response {
  return new Response('', { status: 429, headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) } });
}
