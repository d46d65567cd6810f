import { createCarnet, ResolutionError, type Resolution, type ResolvedVariable, type SessionPool } from '@carnet/core';
import type { Provider, SubjectTokenSource, Transport } from '@carnet/provider';
import { buildEnvironment, createSecretFiles, runCommand, startGuardian, type Guardian, type SecretFile } from '@carnet/runner';
import { EventEmitter } from 'node:events';
import { failureOf } from '../provider-process/failure-report.ts';
import type { KickoffJob, KickoffStep } from '../worker-protocol/protocol.ts';
import { CommandLog } from './command-log.ts';
import { configurationOf, maskedForms, sealedValues, sealedVariables } from './job-configuration.ts';
import { JobSteps } from './job-steps.ts';
import type { CommandUser, LogLine, SlotOrder, SlotReport, SlotVariable } from './slot-messages.ts';

export interface JobSurroundings {
  readonly providers: readonly Provider[];
  readonly tokens: SubjectTokenSource;
  readonly transport: Transport;
  readonly pool: SessionPool;
  /** Settles when the worker has taken them. */
  readonly sendLog: (lines: readonly LogLine[]) => Promise<void>;
  readonly tellSteps: (steps: readonly KickoffStep[], phase: 'resolving' | 'running') => void;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Of the slot: what the command gets of it is an allow-list. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const notStarted = 125;
// Less than the worker waits for this process, so that the end of the output is still reported.
const commandGraceMs = 3_000;
// Standard input has them whole.
const longestInputsVariable = 100_000;

/** Resolves, runs the command and reports; it never rejects. */
export async function runJob({ job, sessionKeys, user }: SlotOrder, parts: JobSurroundings): Promise<SlotReport> {
  const lines: string[] = [];
  const log = new CommandLog({ send: parts.sendLog, limitBytes: job.logLimitBytes, now: parts.now });
  const steps = new JobSteps(parts.now, parts.tellSteps);
  const sealed = sealedVariables(job);
  let resolved: readonly ResolvedVariable[] = [];
  let exitCode = notStarted;
  const report = async (): Promise<SlotReport> => {
    await log.end();
    return { exitCode, variables: resolved.map((variable) => recordOf(variable, job)), lines, logTruncated: log.truncated, memory: process.memoryUsage.rss() };
  };
  try {
    const resolution = await resolve(job, sessionKeys, steps, parts, (line) => {
      lines.push(line);
      log.line('carnet', line);
    });
    resolved = resolution.variables;
    await using place = secretFiles([...resolution.variables.flatMap(fileOf), ...sealed.flatMap(({ as, name, value }) => (as === 'file' ? [{ name, bytes: Buffer.from(value, 'base64') }] : []))], parts.environment, user);
    const allowed = new Map(job.variables.map(({ name, allow }) => [name, allow]));
    const environment = buildEnvironment({
      inherited: user ? { ...parts.environment, HOME: user.home, USER: user.name, LOGNAME: user.name, XDG_RUNTIME_DIR: undefined } : parts.environment,
      variables: [
        ...resolution.variables.flatMap(({ as, name, secret, allow }) => (secret === undefined || as === 'file' ? [] : [{ name, value: secret.reveal(), allow }])),
        ...sealedValues(sealed),
        ...[...place.paths].map(([name, value]) => ({ name, value, allow: allowed.get(name) === true })),
      ],
      ...(job.inputs.length <= longestInputsVariable ? { inputs: job.inputs } : {}),
      argv: job.command,
    });
    const [stdout, stderr] = [log.stream('stdout'), log.stream('stderr')];
    steps.commandStarts();
    const result = await runCommand({
      argv: job.command, environment, stdout, stderr, stdin: job.inputs, guardian: place.guardian, user, signal: parts.signal, graceMs: commandGraceMs,
      secrets: [...resolution.variables.flatMap(maskedOf), ...maskedForms(sealed)],
      // No signal but the worker's counts.
      signals: new EventEmitter(),
    });
    steps.commandEnded();
    for (const output of [stdout, stderr]) output.close();
    exitCode = result.exitCode;
    return { ...(await report()), ...(result.error && failureOf(result.error)) };
  } catch (error) {
    const failure = failureOf(error);
    return { ...(await report()), ...failure, ...(failure.failures && { failures: failure.failures.map((each) => ({ ...each, credential: idOf(each.credential, job) })) }) };
  }
}

async function resolve(job: KickoffJob, sessionKeys: SlotOrder['sessionKeys'], steps: JobSteps, parts: JobSurroundings, log: (line: string) => void): Promise<Resolution> {
  const { providers, tokens, transport, pool, environment, signal, now } = parts;
  await using carnet = createCarnet({
    ...configurationOf(job), providers, transport, environment, log, identity: steps.watch(tokens), run: { id: job.kickoffId }, sessions: { pool, keys: sessionKeys },
  });
  const startedAt = now();
  try {
    const resolution = await carnet.resolve({ signal });
    steps.exchanged(startedAt, resolution.exchanges);
    steps.resolved(startedAt, resolution.variables.filter(({ secret }) => secret !== undefined).length);
    return resolution;
  } catch (error) {
    if (error instanceof ResolutionError) steps.exchanged(startedAt, error.exchanges);
    throw error;
  }
}

function recordOf({ name, fingerprint, version, credential, durationMs }: ResolvedVariable, job: KickoffJob): SlotVariable {
  return { name, fingerprint: fingerprint ?? null, version: version ?? null, credential: idOf(credential ?? null, job), durationMs: durationMs === undefined ? null : Math.round(durationMs) };
}

/** Sentences for people have the name; records have the id. */
function idOf(name: string | null, { credentials }: KickoffJob): string | null {
  return Object.entries(credentials).find(([, credential]) => credential.name === name)?.[0] ?? null;
}

function fileOf({ as, name, secret }: ResolvedVariable): SecretFile[] {
  return as === 'file' && secret ? [{ name, bytes: secret.revealBytes() }] : [];
}

/** What may not be seen in the output: each value, and the bytes that a base64 value stands for. */
function maskedOf({ secret, encoding }: ResolvedVariable): Uint8Array[] {
  if (secret === undefined) return [];
  return encoding === 'base64' ? [secret.revealBytes(), Buffer.from(secret.reveal(), 'base64')] : [secret.revealBytes()];
}

interface SecretPlace extends AsyncDisposable {
  readonly guardian: Guardian | undefined;
  readonly paths: ReadonlyMap<string, string>;
}

/** The guardian ends the command, and removes its files, when this process is killed. */
function secretFiles(files: readonly SecretFile[], environment: JobSurroundings['environment'], owner: CommandUser | undefined): SecretPlace {
  const guardian = startGuardian();
  // A directory of the worker's own is closed to another user.
  const place = files.length === 0 ? undefined : createSecretFiles({ environment: owner ? {} : environment, guardian, owner });
  const end = async (): Promise<void> => {
    place?.remove();
    await guardian?.end();
  };
  try {
    return { guardian, paths: place?.write(files).paths ?? new Map(), [Symbol.asyncDispose]: end };
  } catch (error) {
    void end();
    throw error;
  }
}
