import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { channelFile } from '../provider-process/message-channel.ts';

/** The program that runs provider code, and how it is shut in. */
export interface HostProgram {
  /** A module that calls `startHostProcess`. */
  readonly module: URL;
  readonly readable: readonly string[];
  readonly heapMiB: number;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** What has the kernel end it with this process: see `endingWithServer`. */
  readonly through: readonly string[];
}

// A server that ended before the kernel was told is its parent no more. No core dumps, no file may grow, and an end for a process that loops after
// its server was killed, where the kernel was told nothing.
const limits = '[ "$PPID" = "$1" ] || exit; shift; umask 077; ulimit -c 0; ulimit -f 0; ulimit -t 900; unset PWD OLDPWD; exec "$@"';
const shell = '/bin/sh';

/** Starts it in a group of its own, with an empty environment and nothing but the channel. */
export function startProgram({ module, readable, heapMiB, user, through }: HostProgram): ChildProcess {
  // node:sqlite reads and writes files whatever --permission says (Node 24.21).
  const node = [
    process.execPath, '--conditions=carnet-source', `--max-old-space-size=${heapMiB}`, '--no-addons', '--no-experimental-sqlite', '--disable-sigusr1',
    '--permission', ...readable.map((path) => `--allow-fs-read=${path}`), fileURLToPath(module),
  ];
  const [command = '', ...argv] = process.platform !== 'win32' && existsSync(shell) ? [...through, shell, '-c', limits, 'sh', String(process.pid), ...node] : node;
  return spawn(command, argv, {
    // Without a prototype: an inherited property would reach the child.
    env: Object.create(null) as NodeJS.ProcessEnv,
    cwd: '/',
    detached: true,
    // Of its output nothing is kept: a provider could print anything.
    stdio: Array.from({ length: channelFile + 1 }, (_, file) => (file === channelFile ? 'pipe' : 'ignore')),
    ...user,
  });
}

export function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: the whole group has ended.
  }
}
