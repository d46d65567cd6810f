import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { migrate } from '../migrate.ts';
import { openStore } from '../open-store.ts';
import { addOrganization, countOrganizations } from './rows.ts';

// Run by a test under `.ci/postgres`, whose server it restarts while it writes. Prints what came of it as JSON.
const control = (mode: string): number | null => spawnSync(process.env['CARNET_TEST_POSTGRES_CONTROL'] ?? '', [mode], { stdio: 'ignore' }).status;
const store = await openStore({ kind: 'postgres', url: process.env['CARNET_TEST_POSTGRES'] ?? '' });
await migrate(store);
const codes = new Set<unknown>();
let acknowledged = 0;
let stopped = false;
const writers = Array.from({ length: 8 }, async () => {
  while (!stopped) {
    try {
      await store.unit(() => addOrganization(store));
      acknowledged += 1;
    } catch (error) {
      codes.add(error instanceof Error && 'code' in error ? error.code : String(error));
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
  }
});
const recoveries: number[] = [];
for (const mode of ['fast', 'immediate', 'fast']) {
  const before = acknowledged;
  while (acknowledged < before + 50) await new Promise(setImmediate);
  if (control(mode) !== 0) throw new Error('The server did not restart.');
  const restarted = performance.now();
  const after = acknowledged;
  while (acknowledged === after) await new Promise(setImmediate);
  recoveries.push(performance.now() - restarted);
}
stopped = true;
await Promise.all(writers);
console.log(JSON.stringify({ acknowledged, rows: await countOrganizations(store), codes: [...codes], recoveries }));
await store.close();
