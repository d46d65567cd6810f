import { jsonAnswer, type Answer } from '../network/exchange.ts';

const httpStatus = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ABORTED: 409,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 429,
} as const;

export type GoogleStatus = keyof typeof httpStatus;

/** `google.rpc.ErrorInfo`. */
export interface ErrorInfo {
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Thrown where a Google API refuses; holds the answer (https://google.aip.dev/193). */
export class GoogleRefusal extends Error {
  readonly answer: Answer;

  constructor(status: GoogleStatus, message: string, options: { readonly errorInfo?: ErrorInfo; readonly headers?: Readonly<Record<string, string>> } = {}) {
    super(status);
    const details = options.errorInfo === undefined ? {} : { details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', ...options.errorInfo }] };
    const code = httpStatus[status];
    this.answer = jsonAnswer(code, { error: { code, message, status, ...details } }, options.headers);
  }
}

/** Lets the refusals of a service become its answers. */
export async function answerOrRefusal(perform: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await perform();
  } catch (error) {
    if (error instanceof GoogleRefusal) return error.answer;
    throw error;
  }
}

const signInPage = 'See https://developers.google.com/identity/sign-in/web/devconsole-project.';
const expected = `Expected OAuth 2 access token, login cookie or other valid authentication credential. ${signInPage}`;
const realm = 'Bearer realm="https://accounts.google.com/"';

export function credentialsMissing(service: string): GoogleRefusal {
  return new GoogleRefusal('UNAUTHENTICATED', `Request is missing required authentication credential. ${expected}`, {
    errorInfo: { reason: 'CREDENTIALS_MISSING', domain: 'googleapis.com', metadata: { service } },
    headers: { 'www-authenticate': realm },
  });
}

export function credentialsInvalid(service: string, reason: 'ACCESS_TOKEN_EXPIRED' | 'ACCESS_TOKEN_TYPE_UNSUPPORTED'): GoogleRefusal {
  return new GoogleRefusal('UNAUTHENTICATED', `Request had invalid authentication credentials. ${expected}`, {
    errorInfo: { reason, domain: 'googleapis.com', metadata: { service } },
    headers: { 'www-authenticate': `${realm}, error="invalid_token"` },
  });
}

export function scopeInsufficient(service: string): GoogleRefusal {
  return new GoogleRefusal('PERMISSION_DENIED', 'Request had insufficient authentication scopes.', {
    errorInfo: { reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', domain: 'googleapis.com', metadata: { service } },
    headers: { 'www-authenticate': `${realm}, error="insufficient_scope", scope="https://www.googleapis.com/auth/cloud-platform"` },
  });
}

export function invalidArgument(message: string): GoogleRefusal {
  return new GoogleRefusal('INVALID_ARGUMENT', message);
}

/** What the front of every Google API answers for a method that there is not. */
export function methodNotFound(): GoogleRefusal {
  return new GoogleRefusal('NOT_FOUND', 'Method not found.');
}

export function throttledAnswer(service: string, retryAfterSeconds: number | undefined): Answer {
  const { answer } = new GoogleRefusal('RESOURCE_EXHAUSTED', `Quota exceeded for quota metric 'Requests' and limit 'Requests per minute' of service '${service}'.`, {
    errorInfo: { reason: 'RATE_LIMIT_EXCEEDED', domain: 'googleapis.com', metadata: { service, quota_limit: 'RequestsPerMinute' } },
    ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
  });
  return answer;
}
