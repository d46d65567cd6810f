import { readFile } from 'node:fs/promises';

const pageBytes = 4_096;

/** What a process holds in memory, buffers included, which no limit of the heap counts. 0 where the system does not tell (Linux tells). */
export async function residentBytes(pid: number | undefined): Promise<number> {
  try {
    const [, resident = '0'] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
    return Number(resident) * pageBytes;
  } catch {
    return 0;
  }
}
