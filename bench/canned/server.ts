import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { cannedAws } from './aws.ts';
import { cannedAzure } from './azure.ts';
import type { CannedAnswer, CannedCloud } from './canned-cloud.ts';
import { createCertificate } from './certificate.ts';
import { cannedGoogle } from './google.ts';

/** One request as the server saw it, in milliseconds of its own clock. */
export interface CannedRequest {
  readonly kind: CannedAnswer['kind'];
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What the benchmark asks of the server's process. */
export type CannedOrder = { readonly latencyMs: number } | 'requests';

let latencyMs = 0;
let requests: CannedRequest[] = [];
const clouds = new Map<string, CannedCloud>();
for (const cloud of [cannedAzure, cannedAws, cannedGoogle]) for (const host of cloud.hosts) clouds.set(host, cloud);
const { key, certificate } = await createCertificate([...clouds.keys()]);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedAt = performance.now();
  const { host = '', authorization, 'x-amz-target': target } = request.headers;
  const body = await text(request);
  const cloud = clouds.get(host);
  if (!cloud) throw new Error(`Nothing is canned for ${host}.`);
  const canned = cloud.answer({ host, path: request.url ?? '', authorization, target: target?.toString(), body });
  const send = (): void => {
    response.writeHead(canned.status ?? 200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(canned.body), ...canned.headers });
    response.end(canned.body);
    requests.push({ kind: canned.kind, startedAt, endedAt: performance.now() });
  };
  if (latencyMs > 0) setTimeout(send, latencyMs);
  else send();
}

process.on('message', (order: CannedOrder) => {
  if (order === 'requests') {
    process.send?.(requests);
    requests = [];
  } else {
    latencyMs = order.latencyMs;
    process.send?.('done');
  }
});
process.once('disconnect', () => process.exit(0));
const server = createServer({ key, cert: certificate }, (request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port, certificate }));
