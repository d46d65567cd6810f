import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel counts for one process. */
interface Counted {
  readonly parent: number;
  readonly name: string;
  /** Milliseconds of its own, user and system. */
  readonly ownMs: number;
  /** Milliseconds of its children that have ended and were waited for. */
  readonly endedMs: number;
}

const tickMs = 10;

function counted(pid: number): Counted | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number);
    const [parent = 0] = fields.slice(1);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent, name, ownMs: (user + system) * tickMs, endedMs: (endedUser + endedSystem) * tickMs };
  } catch {
    return undefined;
  }
}

/** Milliseconds of CPU of one process, without its children. */
export function cpuOfProcess(pid: number): number {
  return counted(pid)?.ownMs ?? 0;
}

/** Milliseconds of CPU of everything below a process, the children that have ended among it, and without the process itself. */
export function cpuBelow(pid: number): number {
  const all = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    const process = counted(Number(name));
    return process === undefined ? [] : [[Number(name), process] as const];
  }));
  const below = (parent: number): number => [...all].filter(([, process]) => process.parent === parent).reduce((sum, [child, { ownMs, endedMs }]) => sum + ownMs + endedMs + below(child), 0);
  return below(pid) + (all.get(pid)?.endedMs ?? 0);
}
