import { readdirSync, readFileSync } from 'node:fs';

/** Whether somebody in this process group still runs. One that has ended and is not collected yet does not: in a container nobody may ever do it. */
export function hasLivingMember(group: number, platform: NodeJS.Platform = process.platform): boolean {
  try {
    process.kill(-group, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
  if (platform !== 'linux') return true;
  const states = statesOf(group);
  // It exists and we see nobody of it: then we do not know better.
  return states.length === 0 || states.some((state) => state !== 'Z' && state !== 'X');
}

/** The states of all members, from proc_pid_stat(5). */
function statesOf(group: number): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    // The name of the program stands in parentheses and may hold anything.
    const [, state, , itsGroup] = /^.*\) (\S) (\d+) (\d+) /s.exec(statOf(pid)) ?? [];
    return state !== undefined && itsGroup === String(group) ? [state] : [];
  });
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return '';
  }
}
