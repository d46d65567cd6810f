import { exitCodes } from '../exit-codes.ts';
import { loadConfig } from '../load-config.ts';
import { reportFailure } from '../report-failure.ts';

/** The flags of `carnet run`. */
export interface RunOptions {
  readonly config?: string;
  readonly only?: readonly string[];
  readonly mask: 'auto' | 'always' | 'never';
  /** Seconds. */
  readonly timeout?: number;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const loadingMs = 60_000;

/** Resolves, and only when all of it went well starts the command. Returns the exit code. */
export async function runWithSecrets(argv: readonly string[], options: RunOptions, host: NodeJS.Process): Promise<number> {
  const { stdout, stderr } = host;
  const { json = false } = options;
  // Before the configuration runs: what it or a provider sets is not what the command inherits.
  const inherited = { ...host.env };
  try {
    const timeoutMs = options.timeout === undefined ? undefined : options.timeout * 1000;
    const { keep, ...config } = await loadConfig({ file: options.config, workingDirectory: host.cwd(), timeoutMs: timeoutMs ?? loadingMs });
    const log = (line: string): void => {
      config.log?.(line);
      if (options.verbose) stderr.write(`${line}\n`);
    };
    const { resolveVariables } = await import('./resolve-variables.ts');
    const { buildEnvironment, isMaskable, runCommand, shortestMaskedSecret } = await import('@carnet/runner');
    const { variables, secrets } = await resolveVariables({ ...config, log }, {
      only: options.only,
      timeoutMs,
      checkNames: (planned) => void buildEnvironment({ inherited, variables: planned.map(({ name, allow }) => ({ name, value: '', allow })) }),
    });
    const mask = options.mask === 'always' || (options.mask === 'auto' && !(stdout.isTTY && stderr.isTTY));
    for (const { name } of mask ? secrets.filter(({ bytes, stored }) => stored && !isMaskable(bytes)) : []) {
      stderr.write(`carnet: ${name} has fewer than ${shortestMaskedSecret} bytes and is not masked.\n`);
    }
    const { exitCode, error } = await runCommand({
      argv,
      environment: buildEnvironment({ inherited, keep: keep ?? [], variables, argv }),
      secrets: secrets.map(({ bytes }) => bytes),
      stdin: 'inherit',
      stdout,
      stderr,
      // With a terminal on any of the three, the keyboard's signals reach the command by themselves.
      terminal: [host.stdin, stdout, stderr].some(({ isTTY }) => isTTY),
      mask,
      signals: host,
    });
    if (error !== undefined) reportFailure(error, { exitCode, json, stream: stderr });
    return exitCode;
  } catch (error) {
    reportFailure(error, { exitCode: exitCodes.notStarted, json, stream: stderr });
    return exitCodes.notStarted;
  }
}
