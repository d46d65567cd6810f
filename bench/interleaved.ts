import { median } from './row.ts';

/**
 * The median of the ratios of pairs, each pair measured at once and in changing order, so that a machine that slows down
 * or warms up does it to both.
 */
export async function interleavedRatio(pairs: number, ours: () => Promise<number>, theirs: () => Promise<number>): Promise<number> {
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const oursFirst = pair % 2 === 0;
    const first = await (oursFirst ? ours : theirs)();
    const second = await (oursFirst ? theirs : ours)();
    ratios.push(oursFirst ? first / second : second / first);
  }
  return median(ratios);
}

/** Microseconds of this process's CPU, user and system, that the work takes. */
export async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Milliseconds from start to end of the work. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}
