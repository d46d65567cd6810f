import { request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** One request as it is written here: `fetch` would set Host, Origin and content-type by its own mind. */
export function send(url: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let answered = false;
    const outgoing = request(url, { method, headers: { ...headers, ...(body && { 'content-length': Buffer.byteLength(body) }) }, agent: false });
    // A server that has answered may close before it has read a body that it refuses.
    outgoing.once('error', (error) => { if (!answered) reject(error); });
    outgoing.once('response', (incoming) => {
      answered = true;
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('close', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString() }));
    });
    outgoing.end(body);
  });
}
