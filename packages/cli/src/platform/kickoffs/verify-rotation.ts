import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { CarnetError } from '@carnet/provider';
import { canAsk } from '../../can-ask.ts';
import { exitCodes } from '../../exit-codes.ts';
import { printJson } from '../../print-json.ts';
import { terminalOf } from '../../provider/terminal-text.ts';
import { textTable } from '../../text-table.ts';
import { oneLine } from '../../one-line.ts';
import { findAutomation, type Automation } from '../automations/automations.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import type { Schema } from '../connection/api-types.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { followKickoff } from './follow-kickoff.ts';

interface RotationOptions extends PlatformOptions {
  readonly wait?: boolean;
  readonly afterCommand?: string;
  readonly waitSeconds?: number;
}

type VariableRun = Schema<'VariableRun'>;

/** `carnet verify-rotation` (D5). Returns the exit code. */
export async function verifyRotation(call: PlatformCall<RotationOptions>): Promise<number> {
  const { platform: { api }, args: [nameOrId = '', variable = ''], options, host } = call;
  // A pipe might never end, and never say Enter.
  if (options.wait && !canAsk(host, options)) throw new CarnetError({ code: 'INPUT_INVALID', message: '--wait waits for a person, and there is none here.', hint: 'Say what rotates the secret with --after-command, or leave out --wait: then the run is compared with the one before.' });
  const automation = await findAutomation(api, nameOrId);
  const isPaired = options.afterCommand !== undefined || options.wait === true || canAsk(host, options);
  const before = isPaired ? await runOnce(call, automation) : undefined;
  if (isPaired) await rotate(call, variable);
  const after = await runOnce(call, automation);
  const { before: first, after: second, rotated, message } = await api.request('get', '/v1/organizations/{organization}/automations/{automation}/variables/{name}/verify-rotation', { path: { automation: automation.id, name: variable }, query: { before, after } });
  if (options.json) printJson(host, { automation: automation.name, variable, rotated, message, before: first, after: second });
  else {
    const row = (when: string, run: VariableRun | null): readonly string[] => [when, run?.fingerprint ?? '-', run?.version ?? '-', run?.at ?? '-', run?.kickoff ?? '-'];
    host.stdout.write(`${textTable(['', 'fingerprint', 'version', 'read', 'run'], [row('before', first), row('after', second)], terminalOf(host.stdout))}${oneLine(message)}\n`);
  }
  return rotated ? exitCodes.success : exitCodes.failed;
}

/** Runs it to its end. Returns the id. */
async function runOnce({ platform: { api }, options, host }: PlatformCall<RotationOptions>, { id, name }: Automation): Promise<string> {
  const kickoff = await api.request('post', '/v1/organizations/{organization}/automations/{automation}/kickoffs', { path: { automation: id }, body: {}, headers: { 'idempotency-key': randomUUID() } });
  if (!options.json) host.stderr.write(`carnet: run ${kickoff.id} of ${oneLine(name)} …\n`);
  const record = await followKickoff(api, kickoff.id, { onLine: () => undefined, signal: AbortSignal.timeout((options.waitSeconds ?? 600) * 1000) });
  // A command that fails has had its variables; one that was never started has not.
  if (record.variables.length > 0 && record.status !== 'lost') return kickoff.id;
  const [first] = record.failures;
  const { message, hint, code } = first ?? record.error ?? { code: 'WORKER_FAILED', message: `The run ended as ${record.status}, without any variable.`, hint: `Look at it: carnet runs show ${kickoff.id}` };
  throw new PlatformProblem({ code, message: `Run ${kickoff.id}: ${message}`, hint });
}

async function rotate({ options: { afterCommand }, host }: PlatformCall<RotationOptions>, variable: string): Promise<void> {
  if (afterCommand !== undefined) {
    const code = await new Promise<number>((resolve) => {
      // Its output must not stand between what we print.
      const child = spawn('/bin/sh', ['-c', afterCommand], { cwd: host.cwd(), env: host.env, stdio: ['inherit', 2, 2] });
      child.once('error', () => resolve(127));
      child.once('exit', (exitCode) => resolve(exitCode ?? 128));
    });
    if (code !== 0) throw new CarnetError({ code: 'INPUT_INVALID', message: `The command of --after-command ended with ${code}.`, hint: 'Mend it, or rotate the secret by hand with --wait.' });
    return;
  }
  const lines = createInterface({ input: host.stdin, output: host.stderr });
  const left = new AbortController();
  lines.once('close', () => left.abort());
  try {
    await lines.question(`carnet: rotate the secret of ${oneLine(variable)} in its store now, then press Enter. `, { signal: left.signal });
  } catch {
    throw new CarnetError({ code: 'ABORTED', message: 'Nothing was compared.', hint: 'The question was left.' });
  } finally {
    lines.close();
  }
}
