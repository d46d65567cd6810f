import type { Diagnosis } from '@carnet/provider';
import type { KickoffReport, ReportedOutput, ReportedVariable } from '../kickoff-process/messages.ts';
import type { ReportedError, ReportedFailure } from '../provider-process/failure-report.ts';
import { isRecord, type JsonRecord } from '../organization/json-record.ts';

/**
 * Takes the report of a process that ran foreign code: field by field, with nothing else in it.
 *
 * @throws TypeError where it is not a report
 */
export function readReport(message: unknown): KickoffReport | undefined {
  if (!isRecord(message) || message['type'] !== 'finished') return undefined;
  const report = recordOf(message['report']);
  const { exitCode } = report;
  if (exitCode !== null && !(Number.isInteger(exitCode) && (exitCode as number) >= 0 && (exitCode as number) <= 255)) throw new TypeError('An exit code is 0 to 255.');
  return {
    exitCode: exitCode as number | null,
    variables: listOf(report['variables']).map(readVariable),
    lines: listOf(report['lines']).map((line) => textOf(line, 1_000)),
    output: readOutput(recordOf(report['output'])),
    error: report['error'] === undefined ? undefined : readError(recordOf(report['error'])),
    failures: report['failures'] === undefined ? undefined : listOf(report['failures']).map(readFailure),
  };
}

function readVariable(input: unknown): ReportedVariable {
  const variable = recordOf(input);
  const { durationMs } = variable;
  return {
    name: textOf(variable['name']),
    fingerprint: textOrNull(variable['fingerprint']),
    version: textOrNull(variable['version']),
    credential: textOrNull(variable['credential']),
    durationMs: typeof durationMs === 'number' ? durationMs : null,
  };
}

function readOutput({ stdout, stderr, truncated }: JsonRecord): ReportedOutput {
  return { stdout: textOf(stdout, 100_000), stderr: textOf(stderr, 100_000), truncated: truncated === true };
}

function readError({ code, message, hint, docsUrl }: JsonRecord): ReportedError {
  return { code: textOf(code, 64), message: textOf(message, 100_000), hint: textOf(hint), docsUrl: textOf(docsUrl, 200) };
}

function readFailure(input: unknown): ReportedFailure {
  const failure = recordOf(input);
  return {
    variables: listOf(failure['variables']).map((name) => textOf(name)),
    credential: textOrNull(failure['credential']),
    ...readError(failure),
    diagnosis: readDiagnosis(recordOf(failure['diagnosis'])),
  };
}

function readDiagnosis({ cause, cure, command, sent, severity }: JsonRecord): Diagnosis {
  return {
    cause: textOf(cause),
    cure: textOf(cure),
    ...(command === undefined ? {} : { command: textOf(command) }),
    ...(sent === undefined ? {} : { sent: Object.fromEntries(Object.entries(recordOf(sent)).map(([name, value]) => [name, textOf(value)])) }),
    severity: severity === 'warning' ? 'warning' : 'error',
  };
}

function recordOf(input: unknown): JsonRecord {
  if (isRecord(input)) return input;
  throw new TypeError('This is no object.');
}

function listOf(input: unknown): readonly unknown[] {
  if (Array.isArray(input) && input.length <= 10_000) return input;
  throw new TypeError('This is no list.');
}

function textOf(input: unknown, longest = 10_000): string {
  if (typeof input === 'string' && input.length <= longest) return input;
  throw new TypeError('This is no text.');
}

function textOrNull(input: unknown): string | null {
  return input === null ? null : textOf(input);
}
