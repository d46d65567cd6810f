const marker = Symbol.for('carnet.platform-problem');

/** A field of a request that the platform did not take. */
export interface FieldProblem {
  /** `store.vaultUrl`. */
  readonly field: string;
  readonly message: string;
}

/** What a {@link PlatformProblem} is made from. */
export interface PlatformProblemOptions {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The HTTP status; left out where there was no answer. */
  readonly status?: number | undefined;
  readonly docsUrl?: string | undefined;
  readonly requestId?: string | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
  readonly diagnosis?: unknown;
  /** Milliseconds that the platform asks to wait. */
  readonly retryAfter?: number | undefined;
}

/**
 * Why a call did not do what it should: a problem that the platform answered (RFC 9457), or one of
 * `PLATFORM_UNREACHABLE` (no answer), `DEADLINE_EXCEEDED` (no answer in time) and `ANSWER_INVALID` (an answer that is not the platform's).
 * It holds no token, no header and no body.
 *
 * @example
 * import { createClient, PlatformProblem } from '@carnet/client';
 *
 * const client = createClient({ url: 'https://carnet.example.com' });
 * try {
 *   await client.GET('/openapi.json');
 * } catch (error) {
 *   if (PlatformProblem.isInstance(error)) console.error(`${error.code}: ${error.message} ${error.hint}`);
 * }
 */
export class PlatformProblem extends Error {
  override readonly name: string = 'PlatformProblem';
  /** Stable: programs go by it. */
  readonly code: string;
  /** What to do about it. */
  readonly hint: string;
  readonly status: number | undefined;
  readonly docsUrl: string | undefined;
  /** Under which the platform's log and audit speak of this request. */
  readonly requestId: string | undefined;
  readonly problems: readonly FieldProblem[];
  /** What a provider found out about its failure. */
  readonly diagnosis: unknown;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;

  constructor({ code, message, hint, status, docsUrl, requestId, problems = [], diagnosis, retryAfter }: PlatformProblemOptions) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.status = status;
    this.docsUrl = docsUrl;
    this.requestId = requestId;
    this.problems = problems;
    this.diagnosis = diagnosis;
    this.retryAfter = retryAfter;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether it is one, whichever copy of this package made it. */
  static isInstance(error: unknown): error is PlatformProblem {
    return error instanceof Error && marker in error;
  }
}
