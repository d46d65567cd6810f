import { createCarnet, type ResolvedVariable } from '@carnet/core';
import type { Provider, SubjectTokenSource, Transport } from '@carnet/provider';
import { buildEnvironment, runCommand } from '@carnet/runner';
import { EventEmitter } from 'node:events';
import { failureOf } from '../provider-process/failure-report.ts';
import { writeKickoffFiles } from './kickoff-files.ts';
import type { KickoffOrder, KickoffReport, ReportedVariable } from './messages.ts';
import { OutputTail } from './output-tail.ts';

export interface KickoffSurroundings {
  /** Loads the code of foreign packages, where the automation uses some. */
  readonly providers: () => Promise<readonly Provider[]>;
  readonly tokens: SubjectTokenSource;
  readonly transport: Transport;
  readonly signal: AbortSignal;
}

const outputLimit = 64 * 1024;
const notStarted = 125;
// Less than the platform waits for this process, so that the end of the output is still reported.
const commandGraceMs = 3_000;

/** Resolves, runs the command and reports; it never rejects. */
export async function runKickoff(order: KickoffOrder, { providers, tokens, transport, signal }: KickoffSurroundings): Promise<KickoffReport> {
  const lines: string[] = [];
  const [stdout, stderr] = [new OutputTail(outputLimit), new OutputTail(outputLimit)];
  let variables: readonly ReportedVariable[] = [];
  let exitCode: number | null = notStarted;
  const report = (): KickoffReport => ({
    exitCode, variables, lines, output: { stdout: stdout.text, stderr: stderr.text, truncated: stdout.truncated || stderr.truncated },
  });
  try {
    await using carnet = createCarnet({
      ...order.configuration,
      identity: tokens,
      providers: await providers(),
      transport,
      fingerprintKey: Buffer.from(order.fingerprintKey, 'base64'),
      run: { id: order.id },
      log: (line) => lines.push(line),
    });
    const resolution = await carnet.resolve({ signal });
    variables = resolution.variables.map(recordOf);
    await using files = writeKickoffFiles(resolution.variables, process.env);
    const values = [...resolution.variables.flatMap(valueOf), ...files.variables];
    const environment = buildEnvironment({ inherited: process.env, variables: values, argv: order.command });
    const result = await runCommand({
      argv: order.command,
      environment,
      secrets: resolution.variables.flatMap(maskedOf),
      stdin: order.inputs,
      stdout,
      stderr,
      // The command stays in this process's group, which the platform ends as a whole; no signal but the platform's counts.
      terminal: true,
      signals: new EventEmitter(),
      signal,
      graceMs: commandGraceMs,
    });
    exitCode = result.exitCode;
    return { ...report(), ...(result.error && failureOf(result.error)) };
  } catch (error) {
    return { ...report(), ...failureOf(error) };
  }
}

function recordOf({ name, fingerprint, version, credential, durationMs }: ResolvedVariable): ReportedVariable {
  return { name, fingerprint: fingerprint ?? null, version: version ?? null, credential: credential ?? null, durationMs: durationMs ?? null };
}

function valueOf({ as, name, secret, allow }: ResolvedVariable): { name: string; value: string; allow: boolean }[] {
  return secret === undefined || as === 'file' ? [] : [{ name, value: secret.reveal(), allow }];
}

/** What may not be seen in the output: each value, and the bytes that a base64 value stands for. */
function maskedOf({ secret, encoding }: ResolvedVariable): Uint8Array[] {
  if (secret === undefined) return [];
  return encoding === 'base64' ? [secret.revealBytes(), Buffer.from(secret.reveal(), 'base64')] : [secret.revealBytes()];
}
