import { readdirSync, readFileSync } from 'node:fs';

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
}

/** Every process that runs and descends from this one, or leads or belongs to a session of one that does. Linux only. */
export function processesBelow(root: number): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => entryOf(Number(name)));
  const found = new Set([root]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { pid, parent, session } of all) {
      if (found.has(parent) || (session !== root && found.has(session))) found.add(pid);
    }
  }
  found.delete(root);
  return [...found];
}

function entryOf(pid: number): ProcessEntry[] {
  try {
    const [state, parent, , session] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return state === 'Z' ? [] : [{ pid, parent: Number(parent), session: Number(session) }];
  } catch {
    return [];
  }
}
