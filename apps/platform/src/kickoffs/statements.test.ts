import { describe, expect, it } from 'vitest';
import { databasesOf } from '../testing/databases.ts';
import type { Store } from '../store/store.ts';
import { kickoffBench } from './testing/kickoff-bench.ts';

/** The statements and the commits of a piece of work, as the database gets them. */
async function counted(store: Store, work: () => Promise<unknown>): Promise<{ readonly statements: number; readonly commits: number }> {
  let [statements, commits, depth] = [0, 0, 0];
  const executor = store.db.getExecutor();
  const compile = executor.compileQuery.bind(executor);
  const { unit, joined } = store;
  Object.assign(executor, { compileQuery: (...parameters: Parameters<typeof compile>) => {
    const query = compile(...parameters);
    statements++;
    if (depth === 0 && !/^\s*select/i.test(query.sql)) commits++;
    return query;
  } });
  const counting = (transaction: Store['unit']): Store['unit'] => async (inside) => {
    if (depth++ === 0) commits++;
    try {
      return await transaction(inside);
    } finally {
      depth--;
    }
  };
  Object.assign(store, { unit: counting(unit), joined: counting(joined) });
  try {
    await work();
  } finally {
    Object.assign(executor, { compileQuery: compile });
    Object.assign(store, { unit, joined });
  }
  return { statements, commits };
}

describe('F the way of a warm kickoff with 20 variables, from POST to spawn', () => {
  const { open } = databasesOf('sqlite');

  it('has two HTTP requests and two commits before the worker has its job; a subject token adds one of each', async () => {
    const store = await open();
    const bench = await kickoffBench(store);
    const automation = await bench.deployed({}, Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`SECRET_${index}`, `secret-${index}`])));
    const worker = await bench.join();
    // Warm: the issuer has the token, and the worker was noted a moment ago.
    await bench.kickoff(automation);
    const before = (await worker.claim())!;
    const [config] = Object.keys(before.workloadIdentities);
    await worker.call(`kickoffs/${before.kickoffId}/subject-tokens`, { fence: before.fence, workloadIdentity: config });
    await worker.result(before);

    const posted = await counted(store, () => bench.kickoff(automation));
    let job = before;
    const claimed = await counted(store, async () => { job = (await worker.claim())!; });
    expect(job.variables).toHaveLength(20);
    const token = await counted(store, () => worker.call(`kickoffs/${job.kickoffId}/subject-tokens`, { fence: job.fence, workloadIdentity: config }));

    // Of the API: one statement looks who a worker is; audit takes three. The two requests of the cloud's exchange and of reading follow.
    expect({ posted, claimed, token }).toEqual({ posted: { statements: 6, commits: 1 }, claimed: { statements: 8, commits: 1 }, token: { statements: 5, commits: 1 } });
    const requests = 3;
    const cloud = 2;
    expect(requests + posted.commits + claimed.commits + token.commits + cloud).toBeLessThanOrEqual(8);
  });

  it('does not depend on how many variables there are', async () => {
    const store = await open();
    const bench = await kickoffBench(store);
    const counts: number[] = [];
    for (const size of [1, 10]) {
      const automation = await bench.deployed({}, Object.fromEntries(Array.from({ length: size }, (_, index) => [`SECRET_${size}_${index}`, 'secret'])));
      const worker = await bench.join();
      await bench.kickoff(automation);
      counts.push((await counted(store, () => worker.claim())).statements);
    }
    expect(counts[0]).toBe(counts[1]);
  });
});
