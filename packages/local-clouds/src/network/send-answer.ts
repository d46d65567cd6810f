import type { ServerResponse } from 'node:http';
import type { Fault } from '../fault.ts';
import { jsonAnswer, type Answer } from './exchange.ts';

const gatewayPage = `<!DOCTYPE html>
<html><head><title>Bad Gateway</title></head>
<body><h1>Bad Gateway</h1><p>The gateway got no answer.</p></body></html>
`;

/** What replaces the answer of a service, where the fault says all of it. */
export function replacingAnswer(fault: Fault | undefined): Answer | undefined {
  switch (fault?.kind) {
    case 'status': {
      const { status, body = '' } = fault;
      const headers = lowerCaseNames(fault.headers);
      if (typeof body === 'object') return jsonAnswer(status, body, headers);
      return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
    }
    case 'html':
      return { status: fault.status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: gatewayPage };
    case 'redirect':
      return { status: fault.status, headers: { location: fault.location }, body: '' };
    default:
      return undefined;
  }
}

function lowerCaseNames(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Puts an answer on the socket, whole, dripping or cut off. */
export async function sendAnswer(response: ServerResponse, answer: Answer, fault: Fault | undefined, withoutBody: boolean): Promise<void> {
  const body = Buffer.from(answer.body);
  const length = body.byteLength + (fault?.kind === 'truncate' ? 1 : 0);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': length });
  if (withoutBody) {
    response.end();
  } else if (fault?.kind === 'truncate') {
    response.flushHeaders();
    response.write(body.subarray(0, Math.ceil(body.byteLength / 2)));
    response.socket?.destroySoon();
  } else if (fault?.kind === 'drip') {
    await drip(response, body, fault.bytesPerSecond);
  } else {
    response.end(body);
  }
}

async function drip(response: ServerResponse, body: Uint8Array, bytesPerSecond: number): Promise<void> {
  const interval = Math.max(1000 / bytesPerSecond, 1);
  const size = Math.max(Math.round((bytesPerSecond * interval) / 1000), 1);
  for (let sent = 0; sent < body.byteLength && !response.destroyed; sent += size) {
    response.write(body.subarray(sent, sent + size));
    await pause(interval, response);
  }
  if (!response.destroyed) response.end();
}

/** Waits, or until the connection is gone, so that closing never waits for a latency. */
export function pause(milliseconds: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    response.once('close', done);
  });
}
