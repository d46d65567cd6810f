import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

/** One part whose health is told. It throws nothing and has its own deadline. */
export interface HealthCheck {
  readonly name: string;
  /** Undefined: well. A sentence: what is not, without anything foreign in it. */
  readonly problem: () => Promise<string | undefined>;
}

export interface ManagementOptions {
  readonly host: string;
  readonly port: number;
  /** What `/readyz` needs: that the two documents of the issuer are served. */
  readonly ready: readonly HealthCheck[];
  /** What `/readyz/api` needs besides: the database, the provider host. */
  readonly api: readonly HealthCheck[];
  readonly metrics: Metrics;
}

export interface ManagementServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Health and metrics, on a port of their own that is not the public one. */
export async function startManagement({ host, port, ready, api, metrics }: ManagementOptions): Promise<ManagementServer> {
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000 }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://management.invalid');
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'This address takes GET.\n', { allow: 'GET, HEAD' });
    if (pathname === '/metrics') return metrics.handle(request, response);
    if (pathname === '/livez') return answer(response, 200, 'ok\n');
    const checks = pathname === '/readyz' ? ready : pathname === '/readyz/api' ? [...ready, ...api] : undefined;
    if (checks === undefined) return answer(response, 404, 'There is nothing at this address.\n');
    void health(checks, searchParams.has('verbose')).then(({ status, text }) => answer(response, status, text));
  });
  server.maxConnections = 100;
  await listening(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close: () => closed(server) };
}

async function health(checks: readonly HealthCheck[], verbose: boolean): Promise<{ readonly status: number; readonly text: string }> {
  const found = await Promise.all(checks.map(async ({ name, problem }) => ({ name, problem: await problem().catch(() => 'the check failed.') })));
  const lines = found.filter(({ problem }) => verbose || problem !== undefined).map(({ name, problem }) => `${problem === undefined ? 'ok  ' : 'FAIL'}  ${name}${problem === undefined ? '' : `: ${problem}`}\n`);
  const well = found.every(({ problem }) => problem === undefined);
  return { status: well ? 200 : 503, text: lines.join('') || 'ok\n' };
}

function answer(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers }).end(text);
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
