import { cpuOf, interleavedRatio } from './interleaved.ts';

type Work = () => Promise<unknown>;

const runsPerSample = 10;

/** CPU of our way against that of theirs, both warm. */
export async function cpuRatio(pairs: number, ours: Work, theirs: Work): Promise<number> {
  // The first token, the connections and the compiler's first look belong to the cold figures.
  for (const work of [ours, theirs]) for (let warmUp = 0; warmUp < 10; warmUp += 1) await repeat(work);
  return await interleavedRatio(pairs, () => cpuOf(() => repeat(ours)), () => cpuOf(() => repeat(theirs)));
}

async function repeat(work: Work): Promise<void> {
  for (let run = 0; run < runsPerSample; run += 1) await work();
}
