import type { Carnet } from '@carnet/core';
import type { CarnetConfig } from './define-config.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { loadConfig } from './load-config.ts';
import { reportFailure } from './report-failure.ts';
import { isCarnetError } from './thrown-value.ts';

/** The flags of every command that works on a configuration. */
export interface ConfigOptions {
  readonly config?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly json?: boolean;
  /** False: nothing is asked, not even on a terminal. */
  readonly input?: boolean;
}

export interface OpenConfig {
  readonly carnet: Carnet;
  readonly config: CarnetConfig;
  /** Milliseconds of `--timeout`, where it was given. */
  readonly timeoutMs: number | undefined;
}

export const loadingMs = 60_000;

/** Loads the configuration, opens it for the work and closes it. A failure is reported on standard error. Returns the exit code. */
export async function withCarnet(options: ConfigOptions, host: NodeJS.Process, work: (open: OpenConfig) => Promise<number>): Promise<number> {
  try {
    const timeoutMs = options.timeout === undefined ? undefined : options.timeout * 1000;
    const config = await loadConfig({ file: options.config, workingDirectory: host.cwd(), timeoutMs: timeoutMs ?? loadingMs });
    const { createCarnet } = await import('@carnet/core');
    const { keep: _, ...carnetOptions } = config;
    await using carnet = createCarnet(carnetOptions);
    return await work({ carnet, config, timeoutMs });
  } catch (error) {
    const exitCode = isCarnetError(error) ? exitCodeOf(error) : exitCodes.failed;
    reportFailure(error, { exitCode, json: options.json ?? false, stream: host.stderr });
    return exitCode;
  }
}
