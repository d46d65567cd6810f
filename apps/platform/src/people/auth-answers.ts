import { CarnetError } from '@carnet/provider';
import { PlatformError } from '../errors/platform-error.ts';

/** The addresses of the library that stand open, below `/v1/auth`. All others do not exist. */
const open: ReadonlySet<string> = new Set([
  'POST /sign-in/email', 'POST /sign-in/social', 'POST /sign-out', 'GET /get-session',
  'GET /callback/oidc', 'POST /callback/oidc',
  'POST /two-factor/enable', 'POST /two-factor/disable', 'POST /two-factor/verify-totp', 'POST /two-factor/verify-backup-code', 'POST /two-factor/generate-backup-codes',
  'POST /device/code', 'POST /device/token', 'GET /device', 'POST /device/approve', 'POST /device/deny',
]);

/** Where something can be guessed: a password, a code. */
const guessable: ReadonlySet<string> = new Set(['/sign-in/email', '/two-factor/verify-totp', '/two-factor/verify-backup-code', '/device/approve', '/device/deny']);

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
  INVALID_PASSWORD: 'The password is wrong.',
  PASSWORD_TOO_SHORT: 'The password is too short: 12 characters at least.',
  PASSWORD_TOO_LONG: 'The password is too long: 128 characters at most.',
  TOTP_NOT_ENABLED: 'The second factor is not set up.',
  TOTP_ALREADY_ENABLED: 'The second factor is set up already.',
  TWO_FACTOR_NOT_ENABLED: 'The second factor is not set up.',
  PROVIDER_NOT_FOUND: 'No identity provider is set up.',
};

/** What a refusal of the library is called here. Nothing of its text is kept but what stands above. */
export function refusalOf(status: number, code: unknown, path: string): Error {
  if (status === 429) return new PlatformError({ code: 'ATTEMPTS_EXHAUSTED', headers: { 'retry-after': '900' } });
  if (status >= 500) return new PlatformError({ code: 'UNEXPECTED' });
  if (status === 403 && typeof code === 'string' && /ORIGIN|CALLBACK_URL|REDIRECT_URL|CROSS_SITE/.test(code)) return originRefused();
  if (status === 401 && !path.startsWith('/sign-in/') && !isGuessable(path)) return new CarnetError({ code: 'REQUEST_UNAUTHENTICATED', message: 'The request carries no valid session.' });
  if (status === 401 || (isGuessable(path) && code === 'INVALID_CODE')) return new PlatformError({ code: 'SIGN_IN_REFUSED' });
  return new CarnetError({ code: 'REQUEST_INVALID', message: (typeof code === 'string' ? sentences[code] : undefined) ?? 'The request is not one that this address takes.' });
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
  if (!headers.get('content-type')?.includes('application/json')) return new Response(response.body, { status: response.status, headers });
  const body: unknown = await response.json();
  return new Response(JSON.stringify(body, (key, value: unknown) => (key === 'token' ? undefined : value)), { status: response.status, headers });
}
