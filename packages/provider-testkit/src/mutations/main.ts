import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { badProviders } from '../bad-providers/index.ts';
import { themes } from '../themes/index.ts';
import { mutate, type Mutation } from './mutation.ts';
import { mutationTable } from './mutation-table.ts';

// Switches one assertion off at a time and runs the bad providers that were written for it, a process for each processor.
const [, , share] = process.argv;

if (share === undefined) await runAll();
else await runShare(Number(share), availableParallelism());

async function runAll(): Promise<void> {
  process.exitCode = 1;
  const mutations: Mutation[] = [];
  const codes = await Promise.all(Array.from({ length: availableParallelism() }, async (_, index) => {
    const child = fork(fileURLToPath(import.meta.url), [String(index)], {
      execArgv: ['--conditions=carnet-source', '--no-warnings'],
      // Some bad providers print what they must not.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (mutation) => mutations.push(mutation as Mutation));
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  }));
  const ids = themes.flatMap(({ assertions }) => assertions).map(({ id }) => id);
  const { text, unnoticed } = mutationTable(ids, mutations);
  const isWhole = codes.every((code) => code === 0) && mutations.length === badProviders.length;
  process.stdout.write(`${text}\n\n${ids.length} assertions, ${mutations.length} of ${badProviders.length} bad providers run, ${unnoticed} mutations unnoticed\n`);
  if (!isWhole) process.stdout.write('A process ended before its time. Run this file with 0 or 1 behind it to see why.\n');
  if (unnoticed === 0 && isWhole) process.exitCode = 0;
}

async function runShare(index: number, of: number): Promise<void> {
  // One that is left waiting must not end the process as if all were well.
  const awake = setInterval(() => undefined, 60_000);
  for (const bad of badProviders.filter((_, place) => place % of === index)) process.send?.(await mutate(bad));
  clearInterval(awake);
  process.disconnect?.();
}
