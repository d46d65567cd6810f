import { readFileSync } from 'node:fs';
import type { CommandUser } from '../kickoff-process/slot-messages.ts';
import { mayEndOthers } from '../provider-process/may-end-others.ts';
import { WorkerError } from './worker-error.ts';

/** A user of this machine, by name or number, from passwd(5). */
export function commandUserOf(wanted: string, read: () => string = () => readFileSync('/etc/passwd', 'utf8')): CommandUser {
  const found = read().split('\n').map((line) => line.split(':')).find(([name, , uid]) => name === wanted || uid === wanted);
  const [name, , uid, gid, , home] = found ?? [];
  if (name === undefined || home === undefined || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) {
    throw new WorkerError(`There is no user '${wanted.slice(0, 64)}' on this machine.`, 'Make one for the commands, and name it in CARNET_WORKER_COMMAND_USER.');
  }
  if (uid === '0') throw new WorkerError('Commands may not run as root.', 'Name another user in CARNET_WORKER_COMMAND_USER.');
  return { name, uid: Number(uid), gid: Number(gid), home };
}

/**
 * Whether commands are kept from the files of the worker; else what to warn of.
 *
 * @throws WorkerError where a user is named and this process may not become it, or may not end what runs as it
 */
export function userWarning(user: CommandUser | undefined, ownUid: number | undefined): string | undefined {
  if (user !== undefined) {
    if (ownUid !== 0) throw new WorkerError('Only root may run commands as another user.', 'Start the worker as root, or remove CARNET_WORKER_COMMAND_USER.');
    if (!mayEndOthers()) throw new WorkerError('This worker may not end commands that run as another user.', 'Give it the capability CAP_KILL, besides CAP_SETUID and CAP_SETGID.');
    return undefined;
  }
  const who = ownUid === 0 ? 'root, as the worker itself' : 'the same user as the worker';
  return `Commands run as ${who}, so whoever edits one can read this worker's token and identity files. To part them, start the worker as root with CARNET_WORKER_COMMAND_USER.`;
}
