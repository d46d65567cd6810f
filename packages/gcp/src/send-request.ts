import type { Transport } from '@carnet/provider';
import { BrokenAnswer, boundedBody } from '@carnet/provider-parts';
import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest, type Agent } from 'node:https';

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

// A payload has 64 KiB, a page of a hundred names with annotations less than this.
const mostBytes = 4_194_304;

/**
 * The one way of this package to the network, below the SDKs' own clients: those repeat requests, follow redirects (a 307
 * posts the subject token once more), take proxies from the environment, and read answers without a bound.
 */
export function sendRequest(transport: Transport, { url, method, headers, body, signal }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(url, { agent: transport.agent(url) as unknown as Agent, method, headers, ...(signal === undefined ? {} : { signal }) });
    outgoing.on('error', reject);
    outgoing.once('response', (incoming) => {
      boundedBody(incoming, mostBytes).then((body) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }), reject);
    });
    // After an answer or an error this changes nothing.
    outgoing.once('close', () => {
      if (outgoing.listenerCount('response') > 0) reject(new BrokenAnswer('The connection was closed without an answer.'));
    });
    outgoing.end(body);
  });
}
