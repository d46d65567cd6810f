import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { verifyAudit } from '../audit/verify-audit.ts';
import { eachDatabase } from '../testing/databases.ts';
import { migrate } from './migrate.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { linesOf, runProgram } from './testing/run-program.ts';

const kills = 10;

eachDatabase((databases) => {
  it(`F: ${kills} × kill -9 while it writes: what was acknowledged is there, and nothing is there by half`, { timeout: 120_000 }, async () => {
    const seed = Number(process.env['CARNET_TEST_SEED'] ?? randomInt(2 ** 31));
    console.log(`seed ${seed} (CARNET_TEST_SEED)`);
    const random = generator(seed);
    const options = await databases.create();
    const store = await openStore(options);
    await migrate(store);
    const acknowledged = new Set<number>();
    for (let kill = 0; kill < kills; kill++) {
      const child = runProgram('writing-program.ts', JSON.stringify(options), String(kill * 1_000_000));
      const exited = once(child, 'exit');
      const wanted = 1 + Math.floor(random() * 20);
      let seen = 0;
      for await (const line of linesOf(child)) {
        acknowledged.add(Number(line));
        seen += 1;
        if (seen === wanted) setTimeout(() => child.kill('SIGKILL'), random() * 10);
      }
      await exited;
      expect(child.signalCode).toBe('SIGKILL');
      await expectWhole(store, acknowledged);
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(kills);
    await store.close();
  });
});

async function expectWhole(store: Store, acknowledged: ReadonlySet<number>): Promise<void> {
  const { rows, entries } = await store.unit(async () => {
    // A server may still be writing what the process that was killed had asked it for; with the head held, nobody commits in between.
    await store.db.updateTable('audit_head').set((eb) => ({ at: eb.ref('at') })).execute();
    return {
      rows: await store.db.selectFrom('organization').select('name').execute(),
      entries: await store.db.selectFrom('audit_entry').select('details').where('scope', '=', 'platform').execute(),
    };
  });
  const halves = Map.groupBy(rows, ({ name }) => Number(name.split(' ')[0]));
  const audited = new Set(entries.map(({ details }) => (JSON.parse(details) as { number: number }).number));
  expect([...halves.values()].filter(({ length }) => length !== 2)).toEqual([]);
  expect(audited).toEqual(new Set(halves.keys()));
  expect([...acknowledged].filter((number) => !audited.has(number))).toEqual([]);
  expect(await verifyAudit({ store, scope: 'platform' })).toMatchObject({ intact: true, through: audited.size });
}

/** The same numbers for the same seed: a linear congruential generator. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
