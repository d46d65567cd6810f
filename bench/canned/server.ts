import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { cannedAnswer, hosts, type CannedAnswer } from './azure.ts';
import { createCertificate } from './certificate.ts';

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
const { key, certificate } = await createCertificate(hosts);

const server = createServer({ key, cert: certificate }, (request, response) => {
  const startedAt = performance.now();
  request.resume();
  request.once('end', () => {
    const answer = cannedAnswer(String(request.headers.host), request.url ?? '', request.headers.authorization);
    const send = (): void => {
      response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer.body), ...answer.headers });
      response.end(answer.body);
      requests.push({ kind: answer.kind, startedAt, endedAt: performance.now() });
    };
    if (latencyMs > 0) setTimeout(send, latencyMs);
    else send();
  });
});

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
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port, certificate }));
