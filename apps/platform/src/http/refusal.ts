import { CarnetError, type ErrorCode } from '@carnet/provider';
import type { ProblemStatus } from './problem-response.ts';

/** A request that is answered with a problem. */
export class Refusal extends Error {
  readonly status: ProblemStatus;
  readonly error: CarnetError;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ProblemStatus, code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.error = new CarnetError({ code, message });
    this.headers = headers;
  }
}
