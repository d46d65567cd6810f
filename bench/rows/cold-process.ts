import { cp, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CannedServer } from '../canned/start-canned-server.ts';
import type { BenchCloud } from '../clouds/bench-cloud.ts';
import { timeOf } from '../interleaved.ts';
import { atMost, median, type Effort, type Row } from '../row.ts';
import { coldRun } from './cold-run.ts';

interface ColdFigures {
  readonly timeMs: number;
  readonly memoryKiB: number;
}

// Beside the single file, so that the same programs find its packages in it.
const bundled = new URL('../../bundle/cold/', import.meta.url);

/** Whole processes, in turn: the SDK's shortest script, Carnet as a dependency and, for the clouds that are in it, Carnet in one file. */
export async function coldProcessRows({ connection }: CannedServer, cloud: BenchCloud, { rounds }: Effort): Promise<readonly Row[]> {
  const { carnet, sdk } = cloud.programs;
  await cp(new URL('.', carnet), bundled, { recursive: true });
  try {
    const programs = [sdk, carnet, ...(cloud.inOneFile ? [new URL(basename(carnet.pathname), bundled)] : [])];
    const figuresOf = async (program: URL): Promise<ColdFigures> => {
      let memoryKiB = 0;
      const timeMs = await timeOf(async () => (memoryKiB = Number(await coldRun(program, connection, cloud))));
      return { timeMs, memoryKiB };
    };
    for (const program of programs) await figuresOf(program);
    const rows: ColdFigures[][] = [];
    for (let round = 0; round < rounds; round += 1) {
      // The order turns with each round, so that none always runs on a machine the one before has warmed up.
      const figures: ColdFigures[] = [];
      for (const index of programs.keys()) {
        const position = (index + round) % programs.length;
        figures[position] = await figuresOf(programs[position] as URL);
      }
      rows.push(figures);
    }
    const ratio = (program: number, figure: keyof ColdFigures): number => median(rows.map((figures) => (figures[program]?.[figure] ?? Number.NaN) / (figures[0]?.[figure] ?? Number.NaN)));
    return [
      atMost(`${cloud.title}: cold process to first secret, time against the SDK`, ratio(1, 'timeMs'), '×', 1.1),
      atMost(`${cloud.title}: cold process to first secret, memory against the SDK`, ratio(1, 'memoryKiB'), '×', 1.1),
      ...(cloud.inOneFile ? [
        atMost('… in one file, time against the SDK', ratio(2, 'timeMs'), '×', 0.8),
        atMost('… in one file, memory against the SDK', ratio(2, 'memoryKiB'), '×', 0.8),
      ] : []),
    ];
  } finally {
    await rm(bundled, { recursive: true, force: true });
  }
}
