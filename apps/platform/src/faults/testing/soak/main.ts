import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killServe } from './kill-serve.ts';
import { killWorker } from './kill-worker.ts';
import { soakTable, type SoakSummary } from './soak-summary.ts';

// `node --conditions=carnet-source apps/platform/src/faults/testing/soak/main.ts --kills 20`: kill -9 of the server and of a worker, so often each. It
// ends with 1 where a promise was broken. `--postgres` names a database that is empty; the seed of a run that failed makes the same moments.
const { values } = parseArgs({ options: { kills: { type: 'string', default: '20' }, seed: { type: 'string' }, postgres: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean', default: false } } });
const kills = Number(values.kills);
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) throw new RangeError('--kills and --seed are whole numbers.');
const progress = (line: string): void => void process.stderr.write(`${line}\n`);
const { postgres } = values;
progress(`--seed ${seed}`);

async function inFolder(work: (folder: string) => Promise<SoakSummary>): Promise<SoakSummary> {
  const folder = await mkdtemp(join(tmpdir(), 'carnet-soak-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const series: Readonly<Record<string, () => Promise<SoakSummary>>> = {
  sqlite: () => inFolder((folder) => killServe({ kills, seed, progress, dataDirectory: folder, database: { kind: 'sqlite', file: join(folder, 'carnet.sqlite') } })),
  ...(postgres !== undefined && { postgres: () => inFolder((folder) => killServe({ kills, seed, progress, dataDirectory: folder, database: { kind: 'postgres', url: postgres } })) }),
  worker: () => inFolder((folder) => killWorker({ kills, seed, progress, folder })),
};
// At the same time: most of it is waiting for leases and starts.
const summaries = await Promise.all(Object.entries(series).filter(([name]) => (values.only ?? name) === name).map(([, run]) => run()));
process.stdout.write(values.json ? `${JSON.stringify(summaries)}\n` : soakTable(summaries));
for (const { what, wrong } of summaries) for (const sentence of wrong.slice(0, 20)) progress(`${what}: ${sentence}`);
process.exitCode = summaries.every(({ wrong }) => wrong.length === 0) && summaries.length > 0 ? 0 : 1;
