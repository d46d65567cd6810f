import { oneLine } from '../../one-line.ts';
import type { KickoffRecord, KickoffStep, LogLine, RecordedVariable } from './kickoff-record.ts';

/** A line of the log where it belongs: what the command wrote to standard output stands there. */
export function printLine({ stream, text }: LogLine, { stdout, stderr }: NodeJS.Process): void {
  if (stream === 'stdout') stdout.write(`${text}\n`);
  else stderr.write(`${stream === 'carnet' ? `carnet: ${oneLine(text)}` : text}\n`);
}

/** What is to say of a run that ended, a line each. */
export function reportLines(record: KickoffRecord): readonly string[] {
  const { variables, failures, error, status, exitCode, logTruncated } = record;
  return [
    ...variables.map((variable) => variableLine(variable, ageOf(record))),
    ...(logTruncated ? ['the log was longer than is kept.'] : []),
    ...failures.flatMap(({ variables: names, message, code, diagnosis: { cure, command } }) => [`${names.join(', ')}: ${message} ${cure} [${code}]`, ...(command === undefined ? [] : [command])]),
    ...(error === null || failures.length > 0 ? [] : [`${error.message} ${error.hint} [${error.code}]`]),
    `run ${record.id} ${status.replace('_', ' ')}${exitCode === null || status === 'succeeded' ? '' : ` with exit code ${exitCode}`}.`,
  ].map(oneLine);
}

/** `API_KEY v2 (was v1) fingerprint 3fa9… → b71c…, read 84 ms ago` */
function variableLine({ name, version, fingerprint, changed, previousFingerprint, previousVersion, durationMs }: RecordedVariable, ageMs: number | undefined): string {
  if (fingerprint === null) return `${name} was not set`;
  const was = previousVersion !== null && previousVersion !== version ? ` (was ${versionText(previousVersion)})` : '';
  const versions = version === null ? '' : ` ${versionText(version)}${was}`;
  const fingerprints = changed && previousFingerprint !== null ? `${short(previousFingerprint)} → ${short(fingerprint)}` : `${short(fingerprint)}${changed === false ? ' as before' : ''}`;
  const read = ageMs !== undefined ? `, read ${Math.round(ageMs)} ms ago` : durationMs === null ? '' : `, read in ${Math.round(durationMs)} ms`;
  return `${name}${versions} fingerprint ${fingerprints}${read}`;
}

/** How long before the end of the command the secrets had come, by the clock of the worker alone. */
function ageOf({ steps }: KickoffRecord): number | undefined {
  const end = (wanted: string): number | undefined => endOf(steps.findLast(({ name }) => name === wanted));
  const [secrets, command] = [end('secrets'), end('command')];
  return secrets === undefined || command === undefined ? undefined : Math.max(0, command - secrets);
}

function endOf(step: KickoffStep | undefined): number | undefined {
  return step === undefined || step.durationMs === null ? undefined : new Date(step.at).getTime() + step.durationMs;
}

/** A number is a version by itself; an id is told by its beginning. */
function versionText(version: string): string {
  return /^\d{1,9}$/.test(version) ? `v${version}` : version.length <= 12 ? version : `${version.slice(0, 8)}…`;
}

function short(fingerprint: string): string {
  return `${fingerprint.replace(/^hmac:/, '').slice(0, 4)}…`;
}
