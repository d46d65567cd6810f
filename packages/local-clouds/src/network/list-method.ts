import { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

// The head of one request and nothing behind it: a list has no body.
const listHead = /^LIST (\S{1,8192}) HTTP\/1\.1\r\n((?:[!#$%&'*+.^`|~\w-]+:[^\r\n]*\r\n)*)\r\n$/;

/**
 * Reads a request of the method LIST, which Vault's clients send and Node's parser refuses (its methods are a closed list, RFC 9110 has
 * an open one). Undefined where the parser stumbled over something else.
 */
export function listRequest(error: Error, socket: Duplex): { readonly request: IncomingMessage; readonly response: ServerResponse } | undefined {
  const { code, rawPacket } = error as Error & { readonly code?: unknown; readonly rawPacket?: unknown };
  if (code !== 'HPE_INVALID_METHOD' || !(rawPacket instanceof Uint8Array) || !socket.writable) return undefined;
  const [, url, fields = ''] = listHead.exec(Buffer.from(rawPacket).toString('latin1')) ?? [];
  if (url === undefined) return undefined;
  const headers = fields.split('\r\n').slice(0, -1).map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const);
  if (headers.some(([name, value]) => name === 'transfer-encoding' || (name === 'content-length' && value !== '0'))) return undefined;

  const request = new IncomingMessage(socket as TLSSocket);
  Object.assign(request, { method: 'LIST', url, httpVersion: '1.1', httpVersionMajor: 1, httpVersionMinor: 1, complete: true });
  for (const [name, value] of headers) request.headers[name] = value;
  request.push(null);
  const response = new ServerResponse(request);
  // The parser of this connection is lost, so the connection ends with this answer.
  response.shouldKeepAlive = false;
  response.assignSocket(socket as TLSSocket);
  response.once('finish', () => socket.end());
  return { request, response };
}
