import { CarnetError, type Diagnosis, type ErrorCode } from '@carnet/provider';
import { rungOf, type Rung, type RungDetails, type RungError, type RungId } from './rung.ts';

/** A step that failed, with the diagnosis that the host's error brings along. Of a foreign error nothing is kept. */
export function failedRung(id: RungId, thrown: unknown, details: RungDetails = {}): Rung {
  const error = errorOf(thrown);
  const diagnosis = diagnosisOf(thrown) ?? { cause: error.message, cure: error.hint, severity: 'error' };
  const { sent, ...shown } = diagnosis;
  return rungOf(id, 'fail', error.message, { error: publicError(error), diagnosis: shown, ...(sent && { sent }), ...details });
}

/** A mistake that our own checks find. */
export function ownFailure(id: RungId, code: ErrorCode, message: string, hint: string, details: RungDetails & { readonly command?: string } = {}): Rung {
  const { command, ...rest } = details;
  const rung = failedRung(id, new CarnetError({ code, message, hint }), rest);
  return command === undefined || !rung.diagnosis ? rung : { ...rung, diagnosis: { ...rung.diagnosis, command } };
}

export function errorOf(thrown: unknown): CarnetError {
  return CarnetError.isInstance(thrown) ? thrown : new CarnetError({ code: 'PROVIDER_FAULT', message: 'A part outside of Carnet failed with an error of its own.' });
}

function diagnosisOf(thrown: unknown): Diagnosis | undefined {
  return (thrown as { readonly diagnosis?: Diagnosis } | null | undefined)?.diagnosis;
}

function publicError({ code, message, cloudCode, cloudMessage, requestId, docsUrl }: CarnetError): RungError {
  return { code, message, cloudCode, cloudMessage, requestId, docsUrl };
}
