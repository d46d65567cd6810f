import { IssuerError } from './issuer-error.ts';
import type { IssuerDocument } from './issuer-documents.ts';

const allowedMethods = 'GET, HEAD, OPTIONS';

// Anybody may read these documents, from any page: they are public and carry no cookie.
const everyAnswer = { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' };

export function documentResponse({ body, contentType, etag }: IssuerDocument, request: Request): Response {
  const headers = { ...everyAnswer, 'cache-control': 'public, max-age=300', 'access-control-expose-headers': 'etag', etag };
  if (isFresh(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  const entity = { ...headers, 'content-type': contentType, 'content-length': String(body.byteLength) };
  return new Response(request.method === 'HEAD' ? null : body, { headers: entity });
}

export function preflightResponse(): Response {
  const headers = {
    ...everyAnswer,
    allow: allowedMethods,
    'access-control-allow-methods': allowedMethods,
    'access-control-allow-headers': '*',
    'access-control-max-age': '86400',
  };
  return new Response(null, { status: 204, headers });
}

/** RFC 9457. */
export function problemResponse(status: 404 | 405 | 503, { code, message, hint, docsUrl }: IssuerError, request: Request): Response {
  const body = JSON.stringify({ type: docsUrl, title: message, status, code, hint });
  const headers = {
    ...everyAnswer,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(status === 405 && { allow: allowedMethods }),
  };
  return new Response(request.method === 'HEAD' ? null : body, { status, headers });
}

// RFC 9110 §13.1.2: weak comparison, a list or *.
function isFresh(ifNoneMatch: string | null, etag: string): boolean {
  return ifNoneMatch?.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag) ?? false;
}
