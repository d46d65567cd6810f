import { Agent, request } from 'node:http';

/** Who calls, each of them again as soon as the answer is there. */
export interface ClosedLoopOrder {
  readonly url: string;
  readonly callers: readonly { readonly path: string; readonly token: string; readonly body: string }[];
  readonly seconds: number;
  readonly status: number;
}

export interface ClosedLoopFigures {
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly errors: number;
}

const { url, callers, seconds, status } = JSON.parse(process.argv[2] ?? '') as ClosedLoopOrder;
const agent = new Agent({ keepAlive: true, maxSockets: callers.length });
const times: number[] = [];
let errors = 0;
const start = performance.now();
const until = start + seconds * 1_000;

async function call({ path, token, body }: ClosedLoopOrder['callers'][number]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const from = performance.now();
  const message = request(new URL(path, url), { agent, method: 'POST', headers, timeout: 20_000 }, (response) => {
    response.resume().once('end', () => resolve(response.statusCode === status)).once('error', () => resolve(false));
  });
  message.once('timeout', () => message.destroy(new Error('timeout'))).once('error', () => resolve(false)).end(body);
  if (!(await promise)) errors += 1;
  times.push(performance.now() - from);
}

await Promise.all(callers.map(async (caller) => { while (performance.now() < until) await call(caller); }));
const elapsed = (performance.now() - start) / 1_000;
agent.destroy();
times.sort((left, right) => left - right);
const figures: ClosedLoopFigures = { perSecond: times.length / elapsed, p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN, errors };
console.log(JSON.stringify(figures));
