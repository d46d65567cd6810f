import { everyAnswer } from '../http/problem-response.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { openApiDocument } from './document.ts';
import { referencePage, referencePagePolicy } from './reference-page.ts';

/** All routes of the API with the two that describe them. Document and page are made once. */
export function withDescription(routes: readonly Route[]): readonly Route[] {
  const all: Route[] = [...routes];
  let document: string | undefined;
  let page: string | undefined;
  all.push(
    defineRoute({
      id: 'getOpenApiDocument', method: 'get', path: '/openapi.json', access: { to: 'public' }, tag: 'Description', summary: 'This description of the API',
      answer: { status: 200, contentType: 'application/json', example: { openapi: '3.1.1' } },
      handle: () => Promise.resolve({ response: textResponse(document ??= `${JSON.stringify(openApiDocument(all))}\n`, 'application/json') }),
    }),
    defineRoute({
      id: 'getReferencePage', method: 'get', path: '/docs', access: { to: 'public' }, tag: 'Description', summary: 'The same for people',
      answer: { status: 200, contentType: 'text/html', example: '<!doctype html>' },
      handle: () => Promise.resolve({ response: textResponse(page ??= referencePage(all), 'text/html; charset=utf-8', { 'content-security-policy': referencePagePolicy, 'referrer-policy': 'no-referrer' }) }),
    }),
  );
  return all;
}

function textResponse(text: string, type: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(text, { headers: { ...everyAnswer, 'content-type': type, ...headers } });
}
