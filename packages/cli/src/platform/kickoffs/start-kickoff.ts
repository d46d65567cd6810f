import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { CarnetError } from '@carnet/provider';
import { readText, readTextFile } from '../../bounded-input.ts';
import { findAutomation } from '../automations/automations.ts';
import { printJson } from '../../print-json.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { tellDone } from '../command/show.ts';
import { reportPlatformFailure } from '../command/with-platform.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { followKickoff } from './follow-kickoff.ts';
import { exitCodeOfRun, kickoffsPath, type Kickoff } from './kickoff-record.ts';
import { printLine, reportLines } from './run-report.ts';

interface StartOptions extends PlatformOptions {
  readonly inputs?: string;
  readonly follow?: boolean;
  readonly idempotencyKey?: string;
}

/** `carnet kickoff`. */
export async function startKickoff(call: PlatformCall<StartOptions>): Promise<number> {
  return await started(call, async () => {
    const { platform: { api }, args: [nameOrId = ''], options: { inputs, idempotencyKey }, host } = call;
    const { id } = await findAutomation(api, nameOrId);
    const body = inputs === undefined ? {} : { inputs: await readInputs(inputs, host) };
    return await api.request('post', '/v1/organizations/{organization}/automations/{automation}/kickoffs', {
      // With a key of its own, a request that was turned away may be made again.
      path: { automation: id }, body, headers: { 'idempotency-key': idempotencyKey ?? randomUUID() },
    });
  });
}

/** `carnet runs rerun`. */
export async function rerun(call: PlatformCall<StartOptions>): Promise<number> {
  return await started(call, async () => await call.platform.api.request('post', `${kickoffsPath}/{kickoff}/rerun`, { path: { kickoff: call.args[0] ?? '' }, body: {} }));
}

async function started(call: PlatformCall<StartOptions>, start: () => Promise<Kickoff>): Promise<number> {
  const { options, host } = call;
  if (!options.follow) {
    const kickoff = await start();
    tellDone(call, { kickoff }, kickoff.id);
    return exitCodes.success;
  }
  try {
    return await watchToEnd(call, await start());
  } catch (error) {
    // What failed here must not look like the command's own code.
    return reportPlatformFailure(error, options, host, exitCodes.notStarted);
  }
}

/** Shows a run to its end. Returns its code. */
export async function watchToEnd({ platform: { api }, options, host }: Pick<PlatformCall, 'platform' | 'options' | 'host'>, { id }: Pick<Kickoff, 'id'>): Promise<number> {
  if (!options.json) host.stderr.write(`carnet: run ${id}\n`);
  const record = await followKickoff(api, id, { onLine: (line) => printLine(options.json ? { ...line, stream: 'stderr' } : line, host) });
  if (options.json) printJson(host, { kickoff: record });
  else for (const line of reportLines(record)) host.stderr.write(`carnet: ${line}\n`);
  return exitCodeOfRun(record);
}

/** @throws CarnetError `INPUT_INVALID` */
async function readInputs(file: string, host: NodeJS.Process): Promise<Readonly<Record<string, unknown>>> {
  const text = file === '-' ? await readText(host, 'a JSON object') : await readTextFile(resolve(host.cwd(), file), 'The file of --inputs');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message: '--inputs holds no JSON object.', hint: 'Give one: {"month":"2026-11"}' });
}
