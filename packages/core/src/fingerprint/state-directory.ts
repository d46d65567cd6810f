import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/**
 * Where this user's Carnet keeps what must outlive it, and is no secret of a store: the fingerprint key, when a trust was probed. A relative path
 * in the environment is ignored.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 * @example
 * ```ts
 * import { stateDirectory } from '@carnet/core';
 * stateDirectory({ XDG_STATE_HOME: '/var/state' }, 'linux'); // '/var/state/carnet'
 * ```
 */
export function stateDirectory(environment: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
  if (platform === 'win32') {
    const local = environment['LOCALAPPDATA'];
    return win32.join(local !== undefined && win32.isAbsolute(local) ? local : win32.join(homedir(), 'AppData', 'Local'), 'carnet');
  }
  const state = environment['XDG_STATE_HOME'];
  if (state !== undefined && posix.isAbsolute(state)) return posix.join(state, 'carnet');
  const home = environment['HOME'];
  return posix.join(home !== undefined && posix.isAbsolute(home) ? home : homedir(), '.local', 'state', 'carnet');
}
