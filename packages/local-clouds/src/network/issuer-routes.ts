import { request as sendRequest } from 'node:http';
import { isIP } from 'node:net';
import type { IssuerTarget } from '../local-clouds.ts';
import type { Answer, IncomingCall } from './exchange.ts';
import { isListedHost } from './host-list.ts';

export interface IssuerRoutes {
  add(hostname: string, target: IssuerTarget): void;
  readonly hosts: Iterable<string>;
  has(host: string): boolean;
  answer(call: IncomingCall): Promise<Answer>;
}

const dnsName = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
// Not passed on, RFC 9110 section 7.6.1; the body is sent again with its own length.
const connectionHeaders = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'upgrade', 'te', 'trailer', 'date'];

export function createIssuerRoutes(cloudHosts: readonly string[]): IssuerRoutes {
  const targets = new Map<string, IssuerTarget>();
  return {
    add(hostname, target) {
      const host = hostname.toLowerCase();
      if (isIP(host) > 0 || !dnsName.test(host)) throw new TypeError(`An issuer's host is a DNS name of two labels or more, and ${JSON.stringify(hostname)} is none.`);
      if (isListedHost(cloudHosts, host)) throw new TypeError(`${host} is a host of a cloud and cannot be an issuer's.`);
      if (target instanceof URL && !isLoopback(target)) throw new TypeError('An issuer is forwarded to http on 127.0.0.1, [::1] or localhost, and nowhere else.');
      targets.set(host, target);
    },
    hosts: { [Symbol.iterator]: () => targets.keys() },
    has: (host) => targets.has(host),
    async answer(call) {
      const target = targets.get(call.host);
      if (!target) return { status: 404, headers: {}, body: '' };
      return target instanceof URL ? await forward(target, call) : await ask(target, call);
    },
  };
}

function isLoopback(target: URL): boolean {
  return target.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(target.hostname);
}

async function ask(handler: (request: Request) => Response | Promise<Response>, call: IncomingCall): Promise<Answer> {
  const hasBody = call.method !== 'GET' && call.method !== 'HEAD';
  const response = await handler(new Request(call.url, { method: call.method, headers: passedOn(call.headers), ...(hasBody ? { body: Buffer.from(call.body) } : {}) }));
  return { status: response.status, headers: passedOn(Object.fromEntries(response.headers)), body: new Uint8Array(await response.arrayBuffer()) };
}

async function forward(target: URL, call: IncomingCall): Promise<Answer> {
  return await new Promise<Answer>((resolve, reject) => {
    const outgoing = sendRequest(new URL(`${call.url.pathname}${call.url.search}`, target), {
      method: call.method,
      headers: { ...passedOn(call.headers), host: call.host, 'content-length': call.body.byteLength },
      signal: AbortSignal.timeout(10_000),
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
        resolve({ status: incoming.statusCode ?? 502, headers: passedOn(headers), body: Buffer.concat(chunks) });
      });
    });
    outgoing.end(call.body);
  });
}

function passedOn(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !connectionHeaders.includes(name)));
}
