import { CarnetError, type Diagnosis } from '@carnet/provider';
import { foreignError } from './calls/foreign-error.ts';
import { diagnosisLines } from './diagnosis-lines.ts';
import { diagnose, type FailedCall } from './resolution/diagnose.ts';

/**
 * A failed operation on one credential, with what an operator should read. Its code is that of the failure.
 *
 * @example
 * ```ts
 * import { DiagnosedError, type Carnet } from '@carnet/core';
 * declare const carnet: Carnet;
 * try {
 *   await carnet.authenticate('production');
 * } catch (error) {
 *   if (error instanceof DiagnosedError) console.error(error.code, error.diagnosis.cause, error.diagnosis.cure);
 * }
 * ```
 */
export class DiagnosedError extends CarnetError {
  override readonly name: string = 'DiagnosedError';
  readonly credential: string;
  readonly diagnosis: Diagnosis;

  constructor(error: CarnetError, credential: string, diagnosis: Diagnosis) {
    super({ ...error, message: error.message });
    this.credential = credential;
    this.diagnosis = diagnosis;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), credential: this.credential, diagnosis: this.diagnosis };
  }

  static {
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value(this: DiagnosedError): string {
        return [`${this.name} [${this.code}]: ${this.message}`, ...diagnosisLines(this.diagnosis, this).map((line) => `  ${line}`)].join('\n');
      },
    });
  }
}

export function diagnosedError(call: FailedCall): DiagnosedError {
  const { credential } = call.open;
  const error = foreignError(call.error, { provider: credential.provider.manifest.id, step: call.operation });
  return new DiagnosedError(error, credential.name, diagnose({ ...call, error }));
}
