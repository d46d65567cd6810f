/** A request as far as a canned answer looks at it. */
export interface CannedCall {
  readonly host: string;
  readonly path: string;
  readonly authorization: string | undefined;
  /** The header `x-amz-target`, which names an operation of AWS. */
  readonly target: string | undefined;
  readonly body: string;
}

export interface CannedAnswer {
  readonly kind: 'challenge' | 'token' | 'read';
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers in the shapes of one cloud, without judging anything. */
export interface CannedCloud {
  readonly hosts: readonly string[];
  answer(call: CannedCall): CannedAnswer;
}
