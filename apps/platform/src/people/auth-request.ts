import { createHash } from 'node:crypto';
import { parseJsonBody } from '../http/request-body.ts';
import { isOauth } from './auth-answers.ts';

export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** A request with a bearer token is judged by that alone: with a cookie beside it, a wrong token would pass as the cookie. */
export function withOneCredential(request: Request): Request {
  if (!request.headers.has('authorization') || !request.headers.has('cookie')) return request;
  const headers = new Headers(request.headers);
  headers.delete('cookie');
  return new Request(request, { headers });
}

export interface Typed {
  readonly email?: string | undefined;
  /** Of a second factor. */
  readonly code?: string | undefined;
}

/** Whose password is tried, or which code. All addresses take JSON alone, but for those of OAuth, whose clients and providers send forms. */
export async function typedIn(request: Request, path: string): Promise<Typed> {
  if (request.method !== 'POST' || isOauth(path) || path.startsWith('/callback/')) return {};
  const body = (parseJsonBody(request, new Uint8Array(await request.clone().arrayBuffer())) ?? {}) as { readonly email?: unknown; readonly code?: unknown };
  if (path === '/sign-in/email' && typeof body.email === 'string') return { email: body.email.toLowerCase().slice(0, 320) };
  return path === '/two-factor/verify-totp' && typeof body.code === 'string' ? { code: body.code } : {};
}

/** Who types codes is told from others of the network by this; the library counts the codes of each account besides. */
export function digestOfCredential({ headers }: Request): string {
  return createHash('sha256').update(headers.get('cookie') ?? headers.get('authorization') ?? '').digest('base64url');
}

/** What the library keeps of a request: the browser's name, and the credential where it is asked for. */
export function clientHeaders(request: Request, more: readonly string[] = []): Headers {
  const headers = new Headers();
  for (const name of ['user-agent', ...more]) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}
