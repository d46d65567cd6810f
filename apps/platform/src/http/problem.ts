import { CarnetError, errorCodes } from '@carnet/provider';
import { IssuerError } from '@carnet/oidc-issuer';
import { platformErrorCodes, type ProblemStatus } from '../errors/platform-error-codes.ts';
import { PlatformError, type FieldProblem } from '../errors/platform-error.ts';
import { HostedError, type HostedFailure } from '../provider-host/provider-host.ts';
import { carnetErrorStatus } from './carnet-error-status.ts';

/** The body of every refusal and failure (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: ProblemStatus;
  readonly detail: string;
  readonly code: string;
  readonly hint: string;
  readonly requestId?: string | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
  /** What a provider found out about its own failure. */
  readonly diagnosis?: HostedFailure['diagnosis'];
}

export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the error was none of ours: it is logged, and nothing of it is repeated. */
  readonly unexpected: boolean;
}

const unexpected = new PlatformError({ code: 'UNEXPECTED' });

/** Any error as an answer. */
export function problemOf(error: unknown, requestId?: string): ProblemAnswer {
  if (error instanceof PlatformError) {
    const problems = error.problems.length > 0 ? error.problems : undefined;
    return { problem: { ...described(error, error.status, requestId), problems }, headers: { ...usualHeaders(error.status), ...error.headers }, unexpected: false };
  }
  if (error instanceof InvalidRequest) return { problem: { ...described(error.error, error.status, requestId), problems: error.problems }, headers: { ...usualHeaders(error.status), ...error.headers }, unexpected: false };
  if (error instanceof HostedError) {
    const status = carnetErrorStatus(error.failure);
    return { problem: { ...described(error.failure, status, requestId), diagnosis: error.failure.diagnosis }, headers: usualHeaders(status), unexpected: false };
  }
  if (CarnetError.isInstance(error) || IssuerError.isInstance(error)) {
    const status = carnetErrorStatus(error);
    return { problem: described(error, status, requestId), headers: usualHeaders(status), unexpected: false };
  }
  return { problem: described(unexpected, 500, requestId), headers: {}, unexpected: true };
}

export type InvalidStatus = 400 | 401 | 403 | 404 | 405 | 408 | 413 | 415 | 421 | 431;

/** A request that is refused for its form, before anybody looks at what it asks for. */
export class InvalidRequest extends Error {
  override readonly name: string = 'InvalidRequest';
  readonly status: InvalidStatus;
  readonly error: CarnetError;
  readonly headers: Readonly<Record<string, string>>;
  readonly problems: readonly FieldProblem[] | undefined;

  constructor(status: InvalidStatus, message: string, more: { readonly code?: 'REQUEST_UNAUTHENTICATED' | 'REQUEST_ORIGIN_REFUSED' | undefined; readonly headers?: Readonly<Record<string, string>> | undefined; readonly problems?: readonly FieldProblem[] | undefined } = {}) {
    super(message);
    this.status = status;
    this.error = new CarnetError({ code: more.code ?? 'REQUEST_INVALID', message });
    this.headers = more.headers ?? {};
    this.problems = more.problems;
  }
}

function described({ code, message, hint, docsUrl }: { readonly code: string; readonly message: string; readonly hint: string; readonly docsUrl: string }, status: ProblemStatus, requestId: string | undefined): Problem {
  return { type: docsUrl, title: meaningOf(code) ?? message, status, detail: message, code, hint, requestId };
}

function meaningOf(code: string): string | undefined {
  const table: Readonly<Record<string, { readonly meaning: string }>> = Object.hasOwn(platformErrorCodes, code) ? platformErrorCodes : errorCodes;
  return Object.hasOwn(table, code) ? table[code]?.meaning : undefined;
}

/** When to come back, and with what, where the error itself does not say. */
function usualHeaders(status: ProblemStatus): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer' };
  return status === 503 || status === 429 || status === 507 ? { 'retry-after': '5' } : {};
}
