import { Agent, request } from 'node:http';

/** What an open loop is to ask, and how often. */
export interface OpenLoopOrder {
  readonly url: string;
  /** Asked in turn. */
  readonly paths: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
}

/** Milliseconds from when a request was due, so that one that waited for its turn counts with its wait. */
export interface OpenLoopFigures {
  readonly requests: number;
  readonly errors: number;
  /** What they were, by their code or status. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly mostMs: number;
}

// Requests come when they are due, whatever has become of those before: clouds do not wait for one another.
const { url, paths, perSecond, seconds } = JSON.parse(process.argv[2] ?? '') as OpenLoopOrder;
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const total = Math.round(perSecond * seconds);
const times: number[] = [];
let errors = 0;
const reasons: Record<string, number> = {};
const start = performance.now() + 50;
const { promise: done, resolve } = Promise.withResolvers<void>();
let sent = 0;

function ended(due: number, reason?: string): void {
  if (reason !== undefined) {
    errors += 1;
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  if (times.push(performance.now() - due) === total) resolve();
}

function ask(path: string, due: number): void {
  const message = request(new URL(path, url), { agent }, (response) => {
    response.resume().once('close', () => ended(due, response.complete && response.statusCode === 200 ? undefined : `status ${response.statusCode}`));
  });
  const timer = setTimeout(() => message.destroy(Object.assign(new Error('No answer came.'), { code: 'TIMEOUT' })), 5_000);
  message.once('close', () => clearTimeout(timer));
  message.once('error', (error: NodeJS.ErrnoException) => {
    // The server closed a connection that nothing was asked on for five seconds: every client asks again (RFC 9112 section 9.3.1).
    if (message.reusedSocket && error.code === 'ECONNRESET') ask(path, due);
    else ended(due, error.code ?? 'error');
  });
  message.end();
}

const timer = setInterval(() => {
  while (sent < total && start + sent * 1000 / perSecond <= performance.now()) {
    ask(paths[sent % paths.length] ?? '/', start + sent * 1000 / perSecond);
    sent += 1;
  }
  if (sent === total) clearInterval(timer);
}, 1);
await done;
agent.destroy();
times.sort((left, right) => left - right);
const quantile = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
const figures: OpenLoopFigures = { requests: total, errors, reasons, medianMs: quantile(0.5), p99Ms: quantile(0.99), mostMs: quantile(1) };
console.log(JSON.stringify(figures));
