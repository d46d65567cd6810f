import { styleText } from 'node:util';
import type { ConfigurationError, ResolutionError } from '@carnet/core';
import { CarnetError, printReference, type Diagnosis } from '@carnet/provider';
import { exitCodes } from './exit-codes.ts';
import { oneLine } from './one-line.ts';
import { classOf, isCarnetError } from './thrown-value.ts';

/** One thing that went wrong, as both forms of the report show it. */
interface Failure {
  /** What it holds up: variables, or nothing more than the command. */
  readonly what: readonly string[];
  readonly error: CarnetError;
  readonly diagnosis?: Diagnosis;
  readonly credential?: string;
  readonly reference?: string;
}

export interface ReportOptions {
  readonly exitCode: number;
  readonly json: boolean;
  readonly stream: NodeJS.WriteStream;
}

/** Tells a failure on standard error: for a person, or as one JSON object on one line. Foreign errors are told by their class alone. */
export function reportFailure(thrown: unknown, { exitCode, json, stream }: ReportOptions): void {
  const error = isCarnetError(thrown) ? thrown : foreign(thrown);
  const failures = failuresOf(error);
  stream.write(json ? `${JSON.stringify(toJson(error, failures, exitCode))}\n` : `${toText(failures, stream)}${total(failures.length, exitCode, stream)}`);
}

function foreign(thrown: unknown): CarnetError {
  return new CarnetError({ code: 'PROVIDER_FAULT', message: `Something that the configuration brought in failed with an error that is not Carnet's (${classOf(thrown)}).` });
}

function failuresOf(error: CarnetError): readonly Failure[] {
  if (isResolutionError(error)) {
    return error.failures.map(({ variables, reference, ...failure }) => ({
      ...failure,
      what: variables,
      ...(reference === undefined ? {} : { reference: printReference(reference) }),
    }));
  }
  if (isConfigurationError(error)) return error.problems.map(({ code, message }) => ({ what: [], error: new CarnetError({ code, message, step: 'configure' }) }));
  return [{ what: [], error, ...(isDiagnosed(error) && { diagnosis: error.diagnosis }) }];
}

/** What a platform answered with the diagnosis of a provider. */
function isDiagnosed(error: CarnetError): error is CarnetError & { readonly diagnosis: Diagnosis } {
  return 'diagnosis' in error && error.diagnosis !== undefined;
}

// By shape: the classes would load all of core for a missing file.
function isResolutionError(error: CarnetError): error is ResolutionError {
  return error.code === 'RESOLUTION_FAILED' && 'failures' in error && Array.isArray(error.failures);
}

function isConfigurationError(error: CarnetError): error is ConfigurationError {
  return 'problems' in error && Array.isArray(error.problems);
}

function toJson(error: CarnetError, failures: readonly Failure[], exitCode: number): object {
  return {
    version: 1,
    code: error.code,
    message: error.message,
    exitCode,
    failures: failures.map(({ what, error: cause, ...rest }) => ({ variables: what, ...rest, error: publicFields(cause) })),
  };
}

/** The issuer's errors have no form of their own for JSON. */
function publicFields(error: CarnetError): object {
  const { code, message, hint, docsUrl } = error;
  return 'toJSON' in error ? error.toJSON() : { code, message, hint, docsUrl };
}

function toText(failures: readonly Failure[], stream: NodeJS.WriteStream): string {
  const bold = (text: string): string => styleText(['bold', 'red'], text, { stream });
  const dim = (text: string): string => styleText('dim', text, { stream });
  const paragraphs = failures.map(({ what, error, diagnosis }) => {
    const rows: readonly (readonly [label: string, text: string | undefined])[] = [
      ['cause', diagnosis?.cause === error.message ? undefined : diagnosis?.cause],
      ['cure', diagnosis?.cure ?? error.hint],
      ['command', diagnosis?.command],
      ...Object.entries(diagnosis?.sent ?? {}).map(([name, value]) => [`sent ${name}`, value] as const),
      ['cloud', error.cloudMessage ?? error.cloudCode],
      ['request', error.requestId],
      ['docs', error.docsUrl],
    ];
    const width = Math.max(...rows.map(([label, text]) => (text === undefined ? 0 : label.length)));
    const title = `${bold('carnet:')} ${what.length === 0 ? '' : `${what.join(', ')}: `}${oneLine(error.message)} ${dim(`[${error.code}]`)}`;
    return [title, ...rows.flatMap(([label, text]) => (text === undefined ? [] : [`  ${dim(label.padEnd(width))}  ${oneLine(text)}`]))].join('\n');
  });
  return `${paragraphs.join('\n\n')}\n`;
}

function total(failures: number, exitCode: number, stream: NodeJS.WriteStream): string {
  if (failures < 2) return '';
  const consequence = exitCode === exitCodes.notStarted ? '; nothing was started' : '';
  return `\n${styleText(['bold', 'red'], 'carnet:', { stream })} ${failures} failures${consequence}.\n`;
}
