import { Agent, request } from 'node:http';

/** So many requests of different kinds, some of them refused. */
export interface MixedLoadOrder {
  readonly url: string;
  readonly requests: number;
  readonly calls: readonly { readonly method: string; readonly path: string; readonly token?: string | undefined; readonly body?: string | undefined; readonly status: number }[];
}

const { url, requests, calls } = JSON.parse(process.argv[2] ?? '') as MixedLoadOrder;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
let [sent, wrong] = [0, 0];

async function one({ method, path, token, body, status }: MixedLoadOrder['calls'][number]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }) };
  request(new URL(path, url), { agent, method, headers, timeout: 20_000 }, (answer) => {
    answer.resume().once('end', () => resolve(answer.statusCode === status)).once('error', () => resolve(false));
  }).once('error', () => resolve(false)).end(body);
  if (!(await promise)) wrong += 1;
}

await Promise.all(Array.from({ length: 8 }, async () => {
  while (sent < requests) {
    const call = calls[sent % calls.length];
    sent += 1;
    if (call) await one(call);
  }
}));
agent.destroy();
console.log(JSON.stringify(wrong));
