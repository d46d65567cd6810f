/** The flags of `carnet run`. */
export interface RunOptions {
  readonly config?: string;
  readonly only?: readonly string[];
  /** False: `--no-mask`. */
  readonly mask: 'auto' | 'always' | 'never' | false;
  readonly githubMasks?: boolean;
  /** Seconds between two looks. */
  readonly watch?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly json?: boolean;
  readonly verbose?: boolean;
}
