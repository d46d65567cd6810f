import { CarnetError, type ErrorCode } from '@carnet/provider';

/** One entry that is wrong. */
export interface ConfigurationProblem {
  readonly code: ErrorCode;
  /** One sentence, with its full stop. Never a value. */
  readonly message: string;
}

/**
 * Everything that is wrong with a configuration, at once. Its code is that of its problems where they share one, and
 * `CONFIG_INVALID` where they do not; a refused environment and a conflict of providers come first.
 *
 * @example
 * ```ts
 * import { ConfigurationError, createCarnet } from '@carnet/core';
 * try {
 *   createCarnet({ providers: [], credentials: { production: { provider: 'azure' } } });
 * } catch (error) {
 *   if (error instanceof ConfigurationError) console.error(error.problems.map(({ message }) => message).join('\n'));
 * }
 * ```
 */
export class ConfigurationError extends CarnetError {
  override readonly name: string = 'ConfigurationError';
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    const codes = new Set(problems.map(({ code }) => code));
    const [only = 'CONFIG_INVALID'] = codes;
    const first = (['REFUSED_ENVIRONMENT', 'PROVIDER_CONFLICT'] as const).find((code) => codes.has(code));
    super({
      code: first ?? (codes.size === 1 ? only : 'CONFIG_INVALID'),
      message: problems.map(({ message }) => message).join(' '),
      step: 'configure',
    });
    this.problems = problems;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), problems: this.problems };
  }
}
