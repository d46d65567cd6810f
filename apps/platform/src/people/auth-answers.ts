import { CarnetError } from '@carnet/provider';
import { isAPIError } from 'better-auth/api';
import { PlatformError } from '../errors/platform-error.ts';

/** The addresses of the library that stand open, below `/v1/auth`. All others do not exist. */
const open: ReadonlySet<string> = new Set([
  'POST /sign-in/email', 'POST /sign-in/social', 'POST /sign-out', 'GET /get-session',
  'GET /callback/oidc', 'POST /callback/oidc',
  'POST /two-factor/enable', 'POST /two-factor/disable', 'POST /two-factor/verify-totp', 'POST /two-factor/verify-backup-code', 'POST /two-factor/generate-backup-codes',
  'POST /device/code', 'POST /device/token', 'GET /device', 'POST /device/approve', 'POST /device/deny',
]);

/** Where something can be guessed: a password, a code. */
const guessable: ReadonlySet<string> = new Set(['/sign-in/email', '/two-factor/verify-totp', '/two-factor/verify-backup-code', '/device', '/device/approve', '/device/deny']);

/** These answer as RFC 8628 says, and their clients read that. */
const oauth: ReadonlySet<string> = new Set(['/device/code', '/device/token']);

export function isOpen(method: string, path: string): boolean {
  return open.has(`${method === 'HEAD' ? 'GET' : method} ${path}`);
}

export function isGuessable(path: string): boolean {
  return guessable.has(path);
}

export function isOauth(path: string): boolean {
  return oauth.has(path);
}

const sentences: Readonly<Record<string, string>> = {
  PASSWORD_TOO_SHORT: 'The password is too short: 12 characters at least.',
  PASSWORD_TOO_LONG: 'The password is too long: 128 characters at most.',
  TOTP_NOT_ENABLED: 'The second factor is not set up.',
  TOTP_ALREADY_ENABLED: 'The second factor is set up already.',
  TWO_FACTOR_NOT_ENABLED: 'The second factor is not set up.',
  PROVIDER_NOT_FOUND: 'No identity provider is set up.',
};

/** What the library or our database threw: `UNEXPECTED` for what nobody foresaw. */
export function refusalOf(error: unknown, path: string): Error {
  const own = ownFailure(error);
  if (own) return own;
  return isAPIError(error) ? refusalByCode(error.statusCode, error.body ?? {}, path) : new PlatformError({ code: 'UNEXPECTED' });
}

/** What a refusal of the library is in our own words; undefined for those of RFC 8628, which their clients read as they are. */
export async function refusalInAnswer(response: Response, path: string): Promise<Error | undefined> {
  const body: unknown = await response.json().catch(() => null);
  if (isOauth(path) && response.status < 500 && typeof body === 'object' && body !== null && 'error' in body) return undefined;
  return refusalByCode(response.status, typeof body === 'object' && body !== null ? body : {}, path);
}

function refusalByCode(status: number, body: { readonly code?: unknown }, path: string): Error {
  const code = typeof body.code === 'string' ? body.code : '';
  if (status >= 500) return new PlatformError({ code: 'UNEXPECTED' });
  if (status === 429) return new PlatformError({ code: 'ATTEMPTS_EXHAUSTED', headers: { 'retry-after': '900' } });
  if (status === 403 && /ORIGIN|CALLBACK_URL|REDIRECT_URL|CROSS_SITE/.test(code)) return originRefused();
  if (code === 'INVALID_PASSWORD') return new PlatformError({ code: 'SIGN_IN_REFUSED', message: 'The password is wrong.', hint: 'Type the password that you sign in with.' });
  if (code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE') return new PlatformError({ code: 'SIGN_IN_REFUSED', message: 'The code is wrong.', hint: 'Type the code that is shown now, or a backup code that was not used.' });
  if (status === 401) return path.startsWith('/sign-in/') || path.startsWith('/two-factor/verify-') ? new PlatformError({ code: 'SIGN_IN_REFUSED' }) : new CarnetError({ code: 'REQUEST_UNAUTHENTICATED', message: 'The request carries no valid session.' });
  return new CarnetError({ code: 'REQUEST_INVALID', message: sentences[code] ?? 'The request is not one that this address takes.' });
}

/** An error of ours below an error of the library. */
function ownFailure(error: unknown): Error | undefined {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1) {
    if (inner instanceof PlatformError || CarnetError.isInstance(inner)) return inner;
  }
  return undefined;
}

export function originRefused(): Error {
  return new CarnetError({ code: 'REQUEST_ORIGIN_REFUSED', message: 'The Origin of the request is not this server.' });
}

/**
 * The answer without the token of the session: a browser has it as a cookie that scripts cannot read, and the plugin for bearer tokens
 * would show it to them all the same.
 */
export async function withoutToken(response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  for (const name of ['set-auth-token', 'access-control-expose-headers', 'content-length']) headers.delete(name);
  headers.set('cache-control', 'no-store');
  const text = await response.text();
  if (text === '' || !headers.get('content-type')?.includes('application/json')) return new Response(text === '' ? null : text, { status: response.status, headers });
  return new Response(JSON.stringify(JSON.parse(text), (key, value: unknown) => (key === 'token' ? undefined : value)), { status: response.status, headers });
}
