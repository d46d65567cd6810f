import { CarnetError, type Diagnosis, type SecretReference } from '@carnet/provider';
import { diagnosisLines } from '../diagnosis-lines.ts';
import type { Exchange } from './resolution.ts';

/** One cause and the variables it holds up. */
export interface ResolutionFailure {
  readonly variables: readonly string[];
  /** Absent where one exchange serves several credentials. */
  readonly credential?: string;
  readonly provider?: string;
  readonly workloadIdentity?: string;
  readonly reference?: SecretReference;
  readonly error: CarnetError;
  readonly diagnosis: Diagnosis;
}

/**
 * Says everything that kept a resolve from succeeding, at once. Printing it shows each cause, what our token said and
 * the cure.
 *
 * @example
 * ```ts
 * import { ResolutionError, type Carnet } from '@carnet/core';
 * declare const carnet: Carnet;
 * try {
 *   await carnet.resolve();
 * } catch (error) {
 *   if (!(error instanceof ResolutionError)) throw error;
 *   for (const { variables, diagnosis } of error.failures) console.error(variables.join(', '), diagnosis.cause, diagnosis.cure);
 * }
 * ```
 */
export class ResolutionError extends CarnetError {
  override readonly name: string = 'ResolutionError';
  readonly failures: readonly ResolutionFailure[];
  /** What was traded before it ended, refused exchanges with their code. */
  readonly exchanges: readonly Exchange[];

  constructor(failures: readonly ResolutionFailure[], exchanges: readonly Exchange[] = []) {
    const count = new Set(failures.flatMap(({ variables }) => variables)).size;
    const list = failures.map(({ variables, error }) => `${variables.join(', ')} (${error.code}): ${error.message}`);
    super({
      code: 'RESOLUTION_FAILED',
      message: `${count} variable${count === 1 ? '' : 's'} could not be resolved. ${list.join(' ')}`,
      retryable: failures.every(({ error }) => error.retryable),
    });
    this.failures = failures;
    this.exchanges = exchanges;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), failures: this.failures.map(({ error, ...failure }) => ({ ...failure, error: error.toJSON() })) };
  }

  static {
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value(this: ResolutionError): string {
        return [`${this.name} [${this.code}]`, ...this.failures.map(paragraphOf)].join('\n');
      },
    });
  }
}

function paragraphOf({ variables, error, diagnosis }: ResolutionFailure): string {
  return [`  ${variables.join(', ')}: ${error.code}`, ...diagnosisLines(diagnosis, error).map((line) => `    ${line}`)].join('\n');
}
