import { exitCodes } from '../../exit-codes.ts';
import { reportFailure } from '../../report-failure.ts';
import { isCarnetError } from '../../thrown-value.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { openPlatform } from '../connection/open-platform.ts';
import { exitCodeOfProblem } from '../connection/platform-problem.ts';
import type { PlatformCall, PlatformWork } from './platform-command.ts';

/** Asks a platform. A failure is reported on standard error. Returns the exit code. */
export async function withPlatform<O extends PlatformOptions>(call: Omit<PlatformCall<O>, 'platform'>, work: PlatformWork<O>): Promise<number> {
  const { options, host } = call;
  try {
    return await work({ ...call, platform: openPlatform(options, host) }) ?? exitCodes.success;
  } catch (error) {
    return reportPlatformFailure(error, options, host);
  }
}

export function reportPlatformFailure(error: unknown, { json = false }: Pick<PlatformOptions, 'json'>, { stderr }: NodeJS.Process, code?: number): number {
  const exitCode = code ?? (isCarnetError(error) ? exitCodeOfProblem(error) : exitCodes.failed);
  reportFailure(error, { exitCode, json, stream: stderr });
  return exitCode;
}
