import type { IssuerHandler } from './issuer-handler.ts';

/** The part of `http.IncomingMessage` that is read. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly 'if-none-match'?: string | undefined };
}

/** The part of `http.ServerResponse` that is written. */
export interface NodeResponse {
  readonly headersSent?: boolean | undefined;
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body?: Uint8Array): unknown;
}

/**
 * Puts the issuer's handler behind `node:http`, `node:https` or `node:http2`'s compatibility API. It is made for the issuer's
 * documents, not for other handlers: of a request it passes on method, path and `If-None-Match`.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createIssuer, generateKeyRing, toNodeListener } from '@carnet/oidc-issuer';
 *
 * const issuer = createIssuer({ issuer: 'https://issuer.example.com', keys: await generateKeyRing() });
 * createServer(toNodeListener(issuer.handler)).listen(8080, '127.0.0.1');
 * ```
 */
export function toNodeListener(handler: IssuerHandler): (request: NodeRequest, response: NodeResponse) => void {
  return (request, response) => {
    answer(handler, request, response).catch(() => {
      if (response.headersSent !== true) response.writeHead(500, {});
      response.end();
    });
  };
}

async function answer(handler: IssuerHandler, { method = 'GET', url = '/', headers }: NodeRequest, response: NodeResponse): Promise<void> {
  // The name is a placeholder: the handler looks at the path alone. What is no path (OPTIONS *, an absolute URL) is no document.
  const target = `http://issuer.invalid${url.startsWith('/') ? url : '/'}`;
  // fetch's Request refuses these two; the handler has only to know that they are not GET.
  const accepted = method === 'TRACE' || method === 'CONNECT' ? 'POST' : method;
  const tag = headers['if-none-match'];
  const result = await handler(new Request(target, { method: accepted, headers: tag === undefined ? {} : { 'if-none-match': tag } }));
  const body = new Uint8Array(await result.arrayBuffer());
  response.writeHead(result.status, Object.fromEntries(result.headers));
  response.end(body);
}
