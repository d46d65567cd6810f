import { CarnetError, type Transport } from '@carnet/provider';
import { mayHaveBody, type Outcome } from './answer.ts';
import { deliveredBody } from './delivered-body.ts';
import { networkError, untilAborted } from './network-error.ts';

/** `transport.fetch` without a socket. It fails as that of a host does: same codes, same moments. */
export function fetchInMemory(hasHost: (host: string) => boolean, answer: (request: Request) => Promise<Outcome>): Transport['fetch'] {
  return async (request) => {
    const { signal } = request;
    const url = new URL(request.url);
    if (url.protocol !== 'https:') {
      throw new CarnetError({ code: 'STORE_ADDRESS_REFUSED', message: `Only https addresses are called, and ${url.protocol}//${url.hostname} is none.` });
    }
    if (!hasHost(url.host)) throw networkError('ENOTFOUND', `getaddrinfo ENOTFOUND ${url.hostname}`);
    if (signal.aborted) return await untilAborted(Promise.resolve(new Response()), signal);
    const outcome = await untilAborted(answer(request), signal);
    if (outcome.kind === 'reset') throw networkError('ECONNRESET', 'socket hang up');
    if (outcome.kind === 'hang') return await untilAborted(new Promise<never>(() => undefined), signal);
    const { status, headers } = outcome.response;
    const body = mayHaveBody(status) ? ReadableStream.from(abortable(deliveredBody(outcome.response, outcome.delivery), signal)) : null;
    return new Response(body, { status, headers });
  };
}

async function* abortable<T>(chunks: AsyncGenerator<T>, signal: AbortSignal): AsyncGenerator<T> {
  for (;;) {
    const next = await untilAborted(chunks.next(), signal);
    if (next.done === true) return;
    yield next.value;
  }
}
