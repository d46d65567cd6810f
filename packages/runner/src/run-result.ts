import { constants } from 'node:os';
import { CarnetError, type ErrorCode } from '@carnet/provider';

/** How a command ended. */
export interface RunResult {
  /** The child's own code; 128 + N when signal N ended it; 127 not found, 126 not executable, 125 not started for another reason. */
  readonly exitCode: number;
  /** The signal that ended the child, e.g. `SIGTERM`. */
  readonly signal?: string | undefined;
  /** Why there was no child: `COMMAND_NOT_FOUND`, `COMMAND_NOT_EXECUTABLE`, `COMMAND_FAILED_TO_START`, `ABORTED`. */
  readonly error?: CarnetError | undefined;
}

export function endedWith(code: number | null, signal: NodeJS.Signals | null): RunResult {
  return signal === null ? { exitCode: code ?? 125 } : { exitCode: 128 + constants.signals[signal], signal };
}

export function notStarted(exitCode: number, code: ErrorCode, message: string): RunResult {
  return { exitCode, error: new CarnetError({ code, step: 'run', message }) };
}

// As env(1) tells them apart: found and not to be invoked, or not invoked for lack of something else.
const notExecutable = new Set(['EACCES', 'EPERM', 'ENOEXEC', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ETXTBSY']);

/** Shows the command's name and the system's code, never its arguments: Node's own error carries them all. */
export function startFailure(command: string, error: unknown): RunResult {
  const reason = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  if (reason === 'ENOENT') return notStarted(127, 'COMMAND_NOT_FOUND', `The command '${command}' was not found.`);
  if (notExecutable.has(reason)) return notStarted(126, 'COMMAND_NOT_EXECUTABLE', `The command '${command}' cannot be executed (${reason}).`);
  return notStarted(125, 'COMMAND_FAILED_TO_START', `The command '${command}' could not be started (${reason}).`);
}
