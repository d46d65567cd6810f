import { platformErrorCodes, type PlatformErrorCode, type ProblemStatus } from './platform-error-codes.ts';

export interface PlatformErrorOptions {
  readonly code: PlatformErrorCode;
  /** One sentence; the meaning of the code when left out. */
  readonly message?: string | undefined;
  /** One cure; the cure of the code when left out. */
  readonly hint?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Fields of the request that are wrong, by their path. */
  readonly problems?: readonly FieldProblem[] | undefined;
}

export interface FieldProblem {
  /** `store.vaultUrl`. */
  readonly field: string;
  readonly message: string;
}

/** What the platform refuses or cannot do. It never carries a foreign error, a value or a token. */
export class PlatformError extends Error {
  override readonly name: string = 'PlatformError';
  readonly code: PlatformErrorCode;
  readonly hint: string;
  readonly status: ProblemStatus;
  readonly retryable: boolean;
  readonly docsUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly problems: readonly FieldProblem[];

  constructor({ code, message, hint, headers = {}, problems = [] }: PlatformErrorOptions) {
    const description = platformErrorCodes[code];
    super(message ?? description.meaning);
    this.code = code;
    this.hint = hint ?? description.cure;
    this.status = description.status;
    this.retryable = description.retryable;
    this.docsUrl = `https://carnet.dev/errors/${code}`;
    this.headers = headers;
    this.problems = problems;
  }
}
