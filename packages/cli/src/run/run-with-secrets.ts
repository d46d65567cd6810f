import type { Resolution } from '@carnet/core';
import type { RunResult } from '@carnet/runner';
import type { CarnetConfig } from '../define-config.ts';
import { exitCodes } from '../exit-codes.ts';
import { loadConfig } from '../load-config.ts';
import { loadingMs } from '../open-carnet.ts';
import { reportFailure } from '../report-failure.ts';
import type { RunOptions } from './run-options.ts';

/** Resolves, and only when all of it went well starts the command. Returns the exit code. */
export async function runWithSecrets(argv: readonly string[], options: RunOptions, host: NodeJS.Process): Promise<number> {
  const { json = false } = options;
  const report = (error: unknown, exitCode: number): void => { reportFailure(error, { exitCode, json, stream: host.stderr }); };
  try {
    const { exitCode, error } = await run(argv, options, host);
    if (error !== undefined) report(error, exitCode);
    return exitCode;
  } catch (error) {
    report(error, exitCodes.notStarted);
    return exitCodes.notStarted;
  }
}

async function run(argv: readonly string[], options: RunOptions, host: NodeJS.Process): Promise<RunResult> {
  // Before the configuration runs: what it or a provider sets is not what the command inherits.
  const inherited = { ...host.env };
  if (options.automation === undefined) {
    const config = await loadConfig({ file: options.config, workingDirectory: host.cwd(), timeoutMs: timeoutOf(options) ?? loadingMs });
    return await runOn(config, argv, options, { host, inherited });
  }
  const { openLocalRun } = await import('../platform/local-run/open-local-run.ts');
  const { config, resolved, ended } = await openLocalRun(options.automation, options, host);
  try {
    const result = await runOn(config, argv, options, { host, inherited, resolved });
    await ended(result);
    return result;
  } catch (error) {
    await ended(undefined, error);
    throw error;
  }
}

function timeoutOf({ timeout }: RunOptions): number | undefined {
  return timeout === undefined ? undefined : timeout * 1000;
}

interface Surroundings {
  readonly host: NodeJS.Process;
  readonly inherited: NodeJS.ProcessEnv;
  /** Told whatever is read. */
  readonly resolved?: (resolution: Resolution) => void;
}

async function runOn({ keep = [], ...config }: CarnetConfig, argv: readonly string[], options: RunOptions, { host, inherited, resolved }: Surroundings): Promise<RunResult> {
  const { mask, only, verbose = false } = options;
  const { stdout, stderr } = host;
  const timeoutMs = timeoutOf(options);
  const [{ createCarnet, systemClock }, { Launcher }] = await Promise.all([import('@carnet/core'), import('./launcher.ts')]);
  const log = (line: string): void => {
    config.log?.(line);
    if (verbose) stderr.write(`${line}\n`);
  };
  await using carnet = createCarnet({ ...config, log });
  const read = async (signal?: AbortSignal): Promise<Resolution> => {
    const resolution = await carnet.resolve({ only, timeoutMs, signal });
    resolved?.(resolution);
    return resolution;
  };

  const isMasked = mask === 'always' || (mask === 'auto' && !(stdout.isTTY && stderr.isTTY));
  const launcher = new Launcher({ argv, host, inherited, keep, mask: isMasked, githubMasks: options.githubMasks ?? false, repeated: options.watch !== undefined, verbose });
  launcher.checkNames(carnet.plan({ only }));
  try {
    const resolution = await read();
    if (options.watch !== undefined) {
      const [{ runWatched }, { reportWatch }] = await Promise.all([import('./watch-secrets.ts'), import('./report-watch.ts')]);
      return await runWatched(resolution, {
        intervalMs: options.watch * 1000, clock: config.clock ?? systemClock, read, prepare: (next) => launcher.prepare(next), signals: host, ...reportWatch(stderr, options.json ?? false),
      });
    }
    // Lets go of every cloud credential before the command starts.
    await carnet.close();
    return await launcher.prepare(resolution).start();
  } finally {
    await launcher.end();
  }
}
