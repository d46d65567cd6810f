import { request as sendRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ProxyError } from './proxy-error.ts';
import { serverName, type ProxyRoute } from './proxy-route.ts';

/**
 * A connection to `authority`, `host:port`, through the proxy: RFC 9110 section 9.3.6. Until the proxy has answered, the
 * signal ends it and leaves no socket.
 */
export async function openTunnel(route: ProxyRoute, authority: string, signal: AbortSignal): Promise<Socket> {
  const proxy = `The proxy ${route.host}:${route.port}`;
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const outgoing = sendRequest({ method: 'CONNECT', path: authority, signal, createConnection: () => connectTo(route) });
  // Not among the options: Node prints those with NODE_DEBUG.
  outgoing.setHeader('host', authority);
  outgoing.setHeader('connection', 'keep-alive');
  if (route.authorization) outgoing.setHeader('proxy-authorization', route.authorization());
  outgoing.once('error', (error: NodeJS.ErrnoException) => reject(signal.aborted ? (signal.reason as Error) : connectionFailure(proxy, error)));
  // Whatever the status, Node tells the answer to CONNECT in this way, and its parser holds the headers to 16 KiB.
  outgoing.once('connect', (response, socket, head) => {
    const refused = refusal(proxy, response, head);
    if (!refused) return resolve(socket);
    socket.destroy();
    reject(refused);
  });
  outgoing.end();
  return await promise;
}

function connectTo({ host, port, secure, secureContext }: ProxyRoute): Socket {
  const socket = secure
    ? connectTls({ host, port, servername: serverName(host), secureContext, rejectUnauthorized: true, ALPNProtocols: ['http/1.1'] })
    : connect({ host, port });
  return socket.setNoDelay(true);
}

/** A word of the proxy is never taken for one of the target: it would come in clear text. */
function refusal(proxy: string, { statusCode = 0 }: IncomingMessage, head: Buffer): ProxyError | undefined {
  if (statusCode === 407) return new ProxyError('PROXY_AUTHENTICATION_FAILED', `${proxy} wants other credentials (407).`);
  if (statusCode < 200 || statusCode > 299) return new ProxyError('PROXY_REFUSED', `${proxy} opened no tunnel (${statusCode}).`);
  // In TLS, the client speaks first.
  return head.length > 0 ? new ProxyError('PROXY_REFUSED', `${proxy} opened a tunnel and spoke in it itself.`) : undefined;
}

function connectionFailure(proxy: string, { code = '' }: NodeJS.ErrnoException): ProxyError {
  // The codes of Node's HTTP parser.
  if (code.startsWith('HPE_')) return new ProxyError('PROXY_REFUSED', `${proxy} answered with something that is no HTTP (${code}).`);
  return new ProxyError('PROXY_UNREACHABLE', `${proxy} could not be reached${code === '' ? '' : ` (${code})`}.`);
}
