import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { exitCodes } from '../../exit-codes.ts';
import { reportPlatformFailure } from '../command/with-platform.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';

const packageName = '@carnet/platform';
const handedOn = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Runs the platform's own program in this role, to its end. Returns its exit code. */
export async function startPlatform(role: 'serve' | 'worker', args: readonly string[], options: { readonly json?: boolean }, host: NodeJS.Process): Promise<number> {
  const program = findProgram([host.cwd(), import.meta.dirname]);
  if (program === undefined) {
    return reportPlatformFailure(new PlatformProblem({ code: 'PLATFORM_NOT_INSTALLED', message: `${packageName} is not installed here.`, hint: `npm install ${packageName}` }), options, host, exitCodes.notFound);
  }
  return await new Promise((ended) => {
    const child = spawn(host.execPath, [...host.execArgv, program, role, ...args], { stdio: 'inherit' });
    const handOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    // A terminal gives its signals to both: the child ends by itself, and we wait for it.
    const listeners = handedOn.map((signal) => [signal, () => { if (!(host.stdin.isTTY && signal === 'SIGINT')) handOn(signal); }] as const);
    for (const [signal, listener] of listeners) host.on(signal, listener);
    const end = (code: number): void => {
      for (const [signal, listener] of listeners) host.off(signal, listener);
      ended(code);
    };
    child.once('error', () => end(exitCodes.notStarted));
    child.once('exit', (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** The program that the package names, as it is installed beside one of these folders. */
function findProgram(folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    try {
      const file = createRequire(join(folder, 'carnet')).resolve(`${packageName}/package.json`);
      const { bin } = JSON.parse(readFileSync(file, 'utf8')) as { readonly bin?: string | Readonly<Record<string, string>> };
      const path = typeof bin === 'string' ? bin : Object.values(bin ?? {})[0];
      if (path !== undefined) return resolve(dirname(file), path);
    } catch {
      // Not there.
    }
  }
  return undefined;
}
