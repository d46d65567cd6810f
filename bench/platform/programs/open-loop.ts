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
const start = performance.now() + 50;
const { promise: done, resolve } = Promise.withResolvers<void>();
let sent = 0;
const ended = (ok: boolean, due: number): void => {
  if (!ok) errors += 1;
  if (times.push(performance.now() - due) === total) resolve();
};
const timer = setInterval(() => {
  while (sent < total && start + sent * 1000 / perSecond <= performance.now()) {
    const due = start + sent * 1000 / perSecond;
    const message = request(new URL(paths[sent % paths.length] ?? '/', url), { agent, timeout: 5_000 }, (response) => {
      response.resume().once('end', () => ended(response.statusCode === 200, due)).once('error', () => ended(false, due));
    });
    message.once('timeout', () => message.destroy(new Error('timeout')));
    message.once('error', () => ended(false, due));
    message.end();
    sent += 1;
  }
  if (sent === total) clearInterval(timer);
}, 1);
await done;
agent.destroy();
times.sort((left, right) => left - right);
const quantile = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
const figures: OpenLoopFigures = { requests: total, errors, medianMs: quantile(0.5), p99Ms: quantile(0.99), mostMs: quantile(1) };
console.log(JSON.stringify(figures));
