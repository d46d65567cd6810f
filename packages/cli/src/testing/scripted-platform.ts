import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the platform got it. */
export interface AskedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly type?: string;
}

export type Script = (request: AskedRequest) => ScriptedAnswer | undefined;

/** A platform that answers each operation of its document with the document's own example, until a script says otherwise. */
export interface ScriptedPlatform extends AsyncDisposable {
  readonly url: string;
  readonly requests: AskedRequest[];
  /** By `get /v1/…` as in the document, or as an address; the newest first. */
  answer(operation: string, script: Script | ScriptedAnswer): void;
  /** All requests and scripts. */
  forget(): void;
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly example?: unknown }>> }>>;
}

const { paths } = JSON.parse(readFileSync(new URL('../../../../apps/platform/openapi.json', import.meta.url), 'utf8')) as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({
  name: `${method} ${path}`, method, literal: path.split('/').filter((part) => !part.startsWith('{')).length,
  pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', String.raw`\.`)}$`), operation,
}))).toSorted((left, right) => right.literal - left.literal);

export async function startScriptedPlatform(): Promise<ScriptedPlatform> {
  const requests: AskedRequest[] = [];
  const scripts: [operation: string, script: Script][] = [];
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then((body) => {
      const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://platform');
      const request: AskedRequest = { method: (incoming.method ?? 'GET').toLowerCase(), path, query, headers: incoming.headers, body };
      requests.push(request);
      send(outgoing, answerTo(request, scripts));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (operation, script) => { scripts.unshift([operation, typeof script === 'function' ? script : () => script]); },
    forget() {
      requests.length = 0;
      scripts.length = 0;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

function answerTo(request: AskedRequest, scripts: readonly (readonly [string, Script])[]): ScriptedAnswer {
  const known = operations.find(({ method, pattern }) => method === request.method && pattern.test(request.path));
  for (const [operation, script] of scripts) {
    const answer = operation === `${request.method} ${request.path}` || operation === known?.name ? script(request) : undefined;
    if (answer !== undefined) return answer;
  }
  if (known === undefined) return problem(404, 'RESOURCE_NOT_FOUND', 'There is nothing at this address.');
  const [status = '204', { content = {} } = {}] = Object.entries(known.operation.responses).find(([code]) => code.startsWith('2')) ?? [];
  const json = content['application/json']?.example;
  return { status: Number(status), ...(json !== undefined && { json }) };
}

/** As the platform tells what it refuses. */
export function problem(status: number, code: string, detail: string, more: object = {}): ScriptedAnswer {
  return { status, type: 'application/problem+json', json: { type: `https://carnet.dev/errors/${code}`, title: detail, status, detail, code, hint: 'Do this.', requestId: 'request-1', ...more } };
}

/** A stream that is over when this has been said. */
export function eventsOf(events: readonly (readonly [event: string, data: unknown, id?: string])[]): ScriptedAnswer {
  return { type: 'text/event-stream', text: events.map(([event, data, id]) => `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`).join('') };
}

function send(outgoing: ServerResponse, { status = 200, json, text, type }: ScriptedAnswer): void {
  const body = text ?? (json === undefined ? '' : JSON.stringify(json));
  outgoing.writeHead(status, body === '' ? {} : { 'content-type': type ?? 'application/json' });
  outgoing.end(body);
}

async function bodyOf(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text === '' ? undefined : JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
