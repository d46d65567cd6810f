import { CarnetError, type Transport } from '@carnet/provider';
import type { IncomingMessage } from 'node:http';
import { request as sendRequest, type Agent } from 'node:https';

/** How a host reaches the network: the agent decides the route, the certificate authorities and which addresses are allowed. */
export interface TransportOptions {
  agent(url: URL): Agent;
}

// Beyond every value, page and token of every store: JSON of 10 MiB is the most that is decoded.
const mostBytes = 16 * 1024 * 1024;
const statusesWithoutBody = [101, 103, 204, 205, 304];

/**
 * Makes a transport whose two forms share one agent. `fetch` takes https alone, asks for no compression and never follows
 * a redirect. Reading a body of more than 16 MiB fails.
 *
 * @throws CarnetError `STORE_ADDRESS_REFUSED` from `fetch`, for an address that is not https
 * @example
 * ```ts
 * import { createTransport } from '@carnet/core/transport';
 * import { Agent } from 'node:https';
 * const agent = new Agent({ keepAlive: true });
 * const transport = createTransport({ agent: () => agent });
 * ```
 */
export function createTransport(options: TransportOptions): Transport {
  return {
    agent: (url) => options.agent(new URL(url)),
    fetch: (request) => fetchOver(options, request),
  };
}

async function fetchOver(options: TransportOptions, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.protocol !== 'https:') {
    throw new CarnetError({ code: 'STORE_ADDRESS_REFUSED', message: `Only https addresses are called, and ${url.protocol}//${url.hostname} is none.` });
  }
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  return await new Promise<Response>((resolve, reject) => {
    const outgoing = sendRequest(url, {
      agent: options.agent(url),
      method: request.method,
      headers: { ...Object.fromEntries(request.headers), ...(body ? { 'content-length': body.byteLength } : {}) },
      signal: request.signal,
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const status = incoming.statusCode ?? 500;
      const headers = new Headers();
      for (const [name, values] of Object.entries(incoming.headersDistinct)) {
        for (const value of values ?? []) headers.append(name, value);
      }
      if (statusesWithoutBody.includes(status)) incoming.resume();
      const stream = statusesWithoutBody.includes(status) ? null : ReadableStream.from(bounded(incoming, request));
      resolve(new Response(stream, { status, headers }));
    });
    outgoing.end(body);
  });
}

/**
 * Who stops reading, or reads too much, lets go of the connection. It holds the request until the end: the signal of one that
 * nobody holds no longer follows its caller's.
 */
async function* bounded(incoming: IncomingMessage, request: Request): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer<ArrayBuffer>>) {
    request.signal.throwIfAborted();
    bytes += chunk.length;
    if (bytes > mostBytes) throw new RangeError(`The answer of ${new URL(request.url).hostname} has more than ${mostBytes} bytes.`);
    yield chunk;
  }
}
