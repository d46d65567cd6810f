import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process as /proc shows it. One that has ended and waits to be collected is not alive. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly alive: boolean;
}

export function seen(pid: number): SeenProcess | undefined {
  try {
    const [, state = '', parent, group, session] = /^.*\) (\S) (\d+) (\d+) (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? [];
    return { pid, parent: Number(parent), group: Number(group), session: Number(session), alive: !/[ZX]/.test(state) };
  } catch {
    return undefined;
  }
}

export const alive = (pid: number): boolean => seen(pid)?.alive ?? false;

export function childrenOf(parent: number): readonly SeenProcess[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [seen(Number(name))] : [])).filter((each) => each?.parent === parent && each.alive) as SeenProcess[];
}

/** Looks again and again until it is so. Rejects after the deadline. */
export async function eventually(isSo: () => boolean, deadlineMs: number, what: string): Promise<void> {
  const giveUpAt = performance.now() + deadlineMs;
  while (!isSo()) {
    if (performance.now() > giveUpAt) throw new Error(`Not within ${deadlineMs} ms: ${what}.`);
    await sleep(5);
  }
}

export function numbersIn(text: string, name: string): readonly number[] {
  return [...text.matchAll(new RegExp(`${name}=(\\d+)`, 'g'))].map(([, number]) => Number(number));
}
