import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Path by path, what a bare server says. */
export type BareAnswers = Readonly<Record<string, { readonly headers: Readonly<Record<string, string>>; readonly body: string }>>;

// The least that answers the same bytes: one look into a table for each request.
const answers = new Map(Object.entries(JSON.parse(process.argv[2] ?? '') as BareAnswers).map(([path, { headers, body }]) => [path, { headers, body: Buffer.from(body) }]));
const server = createServer((request, response) => {
  const answer = answers.get(request.url ?? '');
  if (answer === undefined) response.writeHead(404).end();
  else response.writeHead(200, answer.headers).end(answer.body);
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
