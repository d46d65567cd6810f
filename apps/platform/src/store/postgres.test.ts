import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../testing/databases.ts';
import { migrate } from './migrate.ts';
import { openStore } from './open-store.ts';
import { collect } from './testing/collect.ts';
import { startDatabaseProxy } from './testing/database-proxy.ts';
import { addOrganization, countOrganizations } from './testing/rows.ts';
import { linesOf } from './testing/run-program.ts';

it('a PostgreSQL that is not there is STORAGE_UNAVAILABLE when it is asked, and not before', async () => {
  const store = await openStore({ kind: 'postgres', url: 'postgres://somebody:canary-word@127.0.0.1:1/nothing' });
  const failures = await Promise.allSettled([store.ping(5000), countOrganizations(store), store.unit(() => addOrganization(store))]);
  expect(failures).toMatchObject(Array(3).fill({ status: 'rejected', reason: { code: 'STORAGE_UNAVAILABLE', retryable: true } }));
  expect(inspect(failures, { depth: 10, showHidden: true })).not.toContain('canary-word');
  await store.close();
});

eachDatabase((databases) => {
  describe('a PostgreSQL that goes and comes back', () => {
    const behindProxy = async (): Promise<{ readonly store: Awaited<ReturnType<typeof openStore>>; readonly proxy: Awaited<ReturnType<typeof startDatabaseProxy>> }> => {
      const options = await databases.create();
      const proxy = await startDatabaseProxy(options.kind === 'postgres' ? options.url : '');
      const store = await openStore({ kind: 'postgres', url: proxy.url, connections: 4 });
      await migrate(store);
      return { store, proxy };
    };

    it('is STORAGE_UNAVAILABLE meanwhile, also in the middle of a unit, ends no process, and is used again at once', async () => {
      const { store, proxy } = await behindProxy();
      const unit = store.unit(async () => {
        await addOrganization(store);
        await proxy.stop();
        await addOrganization(store);
      });
      await expect(unit).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      const failures = await Promise.allSettled([addOrganization(store), store.unit(() => addOrganization(store)), store.ping(5000)]);
      expect(failures.map((failure) => failure.status === 'rejected' && (failure.reason as { code: unknown }).code)).toEqual(Array(3).fill('STORAGE_UNAVAILABLE'));
      await proxy.start();
      await store.ping(5000);
      expect(await countOrganizations(store)).toBe(0);
      await Promise.all(Array.from({ length: 8 }, () => store.unit(() => addOrganization(store))));
      expect(await countOrganizations(store)).toBe(8);
      await store.close();
      await proxy.stop();
    });

    it('breaks idle connections without a word, and the next query finds a new one', async () => {
      const { store } = await behindProxy();
      await Promise.all(Array.from({ length: 4 }, () => store.unit(() => addOrganization(store))));
      const direct = await openStore(await databases.create());
      const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'carnet' and pid <> pg_backend_pid() and state = 'idle'
        and datname = ${(await sql<{ name: string }>`select current_database() as name`.execute(store.db)).rows[0]?.name}`.execute(direct.db);
      expect(rows.length).toBeGreaterThan(0);
      await direct.close();
      let attempts = 0;
      while (await countOrganizations(store).catch(() => undefined) !== 4) attempts += 1;
      expect(attempts).toBeLessThanOrEqual(4);
      await store.close();
    });

    it('that swallows everything does not hold a readiness check', async () => {
      const { store, proxy } = await behindProxy();
      await store.ping(5000);
      proxy.mute(true);
      await expect(store.ping(50)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      proxy.mute(false);
      await store.ping(5000);
      await store.close();
      await proxy.stop();
    });

    it('F: restarted three times under load: the pool writes again within 5 s, and all that was acknowledged is there', { timeout: 120_000 }, async () => {
      const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
      const child = spawn('bash', [path('../../../../.ci/postgres'), process.execPath, '--conditions=carnet-source', path('testing/restarting-program.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      const lines = await collect(linesOf(child));
      await exited;
      const { acknowledged, rows, codes, recoveries } = JSON.parse(lines.at(-1) ?? '') as { acknowledged: number; rows: number; codes: string[]; recoveries: number[] };
      expect(rows).toBeGreaterThanOrEqual(acknowledged);
      // Of eight writers each may have lost the answer to a commit that was written, three times.
      expect(rows).toBeLessThanOrEqual(acknowledged + 24);
      expect(codes).toEqual(['STORAGE_UNAVAILABLE']);
      expect(Math.max(...recoveries)).toBeLessThan(5000);
    });

    it('eight who read, think and write at once: what they read may not be trusted without a lock, and with one it may', async () => {
      const store = await databases.open();
      const id = await addOrganization(store);
      await Promise.all(Array.from({ length: 8 }, () => store.unit(async () => {
        const { version } = await store.db.selectFrom('organization').select('version').where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
        await store.db.updateTable('organization').set({ version: version + 1 }).where('id', '=', id).execute();
      })));
      expect(await store.db.selectFrom('organization').select('version').execute()).toEqual([{ version: 9 }]);
    });
  });
}, 'postgres');
