import type { ErrorCode } from '@carnet/provider';

/** Why a package cannot be used, in our own words: a sentence that goes on after the package's name. */
export class PackageProblem extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, sentence: string, hint?: string) {
    super(sentence);
    this.code = code;
    this.hint = hint;
  }
}
