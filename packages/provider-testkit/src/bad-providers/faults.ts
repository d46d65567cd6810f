import { CarnetError, type CarnetErrorOptions, type ErrorCode } from '@carnet/provider';
import { setTimeout as ownSleep } from 'node:timers/promises';
import { badAcme, type BadProvider } from './bad-provider.ts';
import { around, changed, changedFailure, changedFetch, isExchange, isRead, reopened, wrapped, type BrokenCall } from './breaking.ts';

interface Hop {
  readonly id: 'exchange' | 'read';
  readonly call: BrokenCall;
  readonly fault: ErrorCode;
  readonly unreachable: ErrorCode;
  readonly is: (request: Request) => boolean;
}

const exchange: Hop = { id: 'exchange', call: 'authenticate', fault: 'TOKEN_ENDPOINT_FAULT', unreachable: 'TOKEN_ENDPOINT_UNREACHABLE', is: isExchange };
const read: Hop = { id: 'read', call: 'read', fault: 'STORE_FAULT', unreachable: 'STORE_UNREACHABLE', is: isRead };

type Send = (request: Request) => Promise<Response>;

/** Answers of one hop that are looked at before the provider does. */
const answered = ({ is }: Hop, change: (response: Response, send: Send) => Response | Promise<Response>): ReturnType<typeof changedFetch> =>
  changedFetch(async (send, request) => {
    const response = await send(request);
    return is(request) ? await change(response, send) : response;
  });

const saying = ({ call }: Hop, code: ErrorCode, changes: Partial<CarnetErrorOptions>): ReturnType<typeof changedFailure> => changedFailure(call, (error) => (error.code === code ? changes : undefined));

const onFault = ({ call, fault }: Hop, work: (again: () => Promise<never>, error: CarnetError, sleep: (milliseconds: number) => Promise<void>) => unknown): ReturnType<typeof wrapped> =>
  wrapped(call, async (again, _, { clock }) => await again().catch(async (error: unknown) => {
    if (!CarnetError.isInstance(error) || error.code !== fault) throw error;
    return await work(again, error, (milliseconds) => clock.sleep(milliseconds));
  }));

const thrown = (code: ErrorCode): CarnetError => new CarnetError({ code, message: 'The status says so.' });

async function wholeOf(response: Response): Promise<Response> {
  return new Response(await response.arrayBuffer(), response);
}

/** What of an answer arrives first, where it is short, and the answer as it was. */
async function lookedInto(response: Response): Promise<{ readonly first: string; readonly again: Response }> {
  const halves: readonly ReadableStream<Uint8Array>[] = response.body?.tee() ?? [];
  const reader = halves[0]?.getReader();
  const first = await reader?.read();
  // Settles when the other half has ended, too.
  void reader?.cancel();
  return { first: new TextDecoder().decode(first?.value?.subarray(0, 100)), again: new Response(halves[1], response) };
}

async function* withoutReset(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'ECONNRESET') throw error;
  }
}

const of = (hop: Hop): readonly BadProvider[] => [
  badAcme(`faults.${hop.id}-status`, `takes a 504 of ${hop.id} for the end of its own deadline`, answered(hop, (response) => {
    if (response.status === 504) throw thrown('DEADLINE_EXCEEDED');
    return response;
  })),
  badAcme(`faults.${hop.id}-large`, `reads the whole answer of ${hop.id} before it looks at its length`, answered(hop, wholeOf)),
  badAcme(`faults.${hop.id}-redirect`, `takes a redirect of ${hop.id} for a fault that passes`, saying(hop, 'REDIRECT_REFUSED', { code: hop.fault, retryable: true })),
  badAcme(`faults.${hop.id}-redirect-not-followed`, `follows a redirect of ${hop.id} within the host`, answered(hop, async (response, send) => {
    const location = URL.parse(response.headers.get('location') ?? '');
    if (location?.host !== 'safe.acme.example') return response;
    const next = await send(new Request(location));
    return next.ok ? next : response;
  })),
  badAcme(`faults.${hop.id}-retryable`, `says that a fault of ${hop.id} is for good`, saying(hop, hop.fault, { retryable: false })),
  badAcme(`faults.${hop.id}-once`, `repeats ${hop.id} once after a fault`, onFault(hop, async (again) => await again())),
  badAcme(`faults.${hop.id}-once`, `repeats ${hop.id} from its second fault on`, {
    store(store, context) {
      let faults = 0;
      return around(store, hop.call, context, async (again) => await again().catch(async (error: unknown) => {
        faults += 1;
        if (faults > 1 && CarnetError.isInstance(error) && error.code === hop.fault) return await again();
        throw error;
      }));
    },
  }),
  badAcme(`faults.${hop.id}-no-wait`, `waits a moment after a fault of ${hop.id}, by a timer of its own`, onFault(hop, async (_, error) => {
    await ownSleep(20);
    throw error;
  })),
  badAcme(`faults.${hop.id}-no-wait`, `waits a second after a fault of ${hop.id}`, onFault(hop, async (_, error, sleep) => {
    await sleep(1_000);
    throw error;
  })),
  badAcme(`faults.${hop.id}-usable`, `refuses the call after a broken ${hop.id} by itself`, {
    store(store, context) {
      let isBroken = false;
      return around(store, hop.call, context, async (again) => {
        if (isBroken) {
          isBroken = false;
          throw new CarnetError({ code: hop.unreachable, message: 'It was broken a moment ago.' });
        }
        return await again().catch((error: unknown) => {
          isBroken = CarnetError.isInstance(error) && error.code === hop.unreachable;
          throw error;
        });
      });
    },
  }),
  badAcme(`faults.${hop.id}-unheard`, `counts the faults of ${hop.id} beside the call, where nobody hears of them`, wrapped(hop.call, async (again) => {
    const answer = again();
    void answer.catch((error: unknown) => {
      if (CarnetError.isInstance(error) && error.code === hop.unreachable) throw error;
    });
    return await answer;
  })),
  badAcme(`faults.${hop.id}-plain`, `keeps the error of the network of ${hop.id} as the cause`, wrapped(hop.call, async (again) => await again().catch((error: unknown) => {
    throw CarnetError.isInstance(error) && error.code === hop.unreachable ? Object.assign(changed(error, {}), { cause: new Error('socket hang up') }) : error;
  }))),
];

const single: readonly BadProvider[] = [
  badAcme('faults.exchange-html', 'takes the 403 of a proxy for a refused trust', answered(exchange, (response) => {
    if (response.status === 403) throw thrown('TRUST_REJECTED');
    return response;
  })),
  badAcme('faults.read-html', 'takes the 404 of a proxy for a missing secret', answered(read, (response) => {
    if (response.status === 404) throw thrown('SECRET_NOT_FOUND');
    return response;
  })),
  badAcme('faults.exchange-broken', 'takes a broken connection for the end of its own deadline', changedFetch(async (send, request) => await send(request).catch((error: unknown) => {
    throw isExchange(request) && (error as { readonly code?: unknown }).code === 'ECONNRESET' ? thrown('DEADLINE_EXCEEDED') : error;
  }))),
  badAcme('faults.read-broken', 'takes half an answer for the whole value', answered(read, (response) => new Response(response.body && ReadableStream.from(withoutReset(response.body)), response))),
  badAcme('faults.exchange-shape', 'takes an answer without a token for a token', answered(exchange, async (response) => {
    const { first, again } = await lookedInto(response);
    return first === '{}' ? Response.json({ access_token: 'undefined', expires_in: 3600 }) : again;
  })),
  badAcme('faults.read-shape', 'takes an empty answer for an empty value', answered(read, async (response) => {
    const { first, again } = await lookedInto(response);
    return response.ok && first === '' ? new Response('', { headers: { 'content-type': 'application/octet-stream', etag: '"v0"' } }) : again;
  })),
  badAcme('faults.exchange-step', 'calls a fault of the exchange within a read a part of the read', changedFailure('read', (error) => (error.code === 'TOKEN_ENDPOINT_FAULT' ? { step: 'read' } : undefined))),
  badAcme('faults.read-keeps-credential', 'drops its credential after each fault', {
    store(opened, context, connection) {
      let store = opened;
      return {
        read: async (reference, options) => await store.read(reference, options).catch((error: unknown) => {
          if (CarnetError.isInstance(error) && error.code === 'STORE_FAULT') store = reopened(connection, context);
          throw error;
        }),
      };
    },
  }),
];

export const badFaults: readonly BadProvider[] = [...of(exchange), ...of(read), ...single];
