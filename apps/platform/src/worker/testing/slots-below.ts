import { readFileSync } from 'node:fs';
import { processesBelow } from '../../testing/processes-below.ts';

/** The processes of slots that run below this one. */
export function slotsBelow(root: number): readonly number[] {
  return processesBelow(root).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('slot-program');
    } catch {
      // It ended meanwhile.
      return false;
    }
  });
}
