import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { client, organization, tenant, vaultUrl } from '../canned/azure.ts';
import type { CannedAzure } from '../canned/start-canned-azure.ts';
import { atMost, median, type Effort, type Row } from '../row.ts';

interface ColdRun {
  readonly timeMs: number;
  readonly memoryKiB: number;
}

async function coldRun(program: string, input: string): Promise<ColdRun> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'], env: {}, timeout: 30_000 });
  child.stdin.end(input);
  const memoryKiB = Number(await text(child.stdout));
  if (!(memoryKiB > 0)) throw new Error(`${program} ended without an answer.`);
  return { timeMs: performance.now() - startedAt, memoryKiB };
}

/** Whole processes, in turn: the SDK's shortest script, Carnet as a dependency, Carnet in one file. */
export async function coldProcessRows(server: CannedAzure, { rounds }: Effort): Promise<readonly Row[]> {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const input = JSON.stringify({ ...server.connection, key, tenantId: tenant, clientId: client, vaultUrl, organization });
  const carnet = new URL('../programs/cold-carnet.mjs', import.meta.url).pathname;
  const sdk = new URL('../programs/cold-sdk.mjs', import.meta.url).pathname;
  // Beside the single file, so that the same program finds its packages in it.
  const bundled = new URL('../../bundle/cold-carnet.mjs', import.meta.url).pathname;
  await copyFile(carnet, bundled);
  try {
    const programs = [sdk, carnet, bundled];
    const runs: (readonly [ColdRun, ColdRun, ColdRun])[] = [];
    for (const program of programs) await coldRun(program, input);
    for (let round = 0; round < rounds; round += 1) {
      // The order turns with each round, so that none always runs on a machine the one before has warmed up.
      const turn = round % programs.length;
      const done = new Map<string, ColdRun>();
      for (const program of [...programs.slice(turn), ...programs.slice(0, turn)]) done.set(program, await coldRun(program, input));
      const [base, dependency, file] = programs.map((program) => done.get(program));
      if (base && dependency && file) runs.push([base, dependency, file]);
    }
    const ratioOf = (which: 1 | 2, figure: keyof ColdRun): number => median(runs.map((run) => run[which][figure] / run[0][figure]));
    return [
      atMost('cold process to first secret, time against the SDK', ratioOf(1, 'timeMs'), '×', 1.1),
      atMost('cold process to first secret, memory against the SDK', ratioOf(1, 'memoryKiB'), '×', 1.1),
      atMost('… in one file, time against the SDK', ratioOf(2, 'timeMs'), '×', 0.8),
      atMost('… in one file, memory against the SDK', ratioOf(2, 'memoryKiB'), '×', 0.8),
    ];
  } finally {
    await rm(bundled, { force: true });
  }
}
