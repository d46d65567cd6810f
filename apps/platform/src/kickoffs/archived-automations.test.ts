import { describe, expect, it } from 'vitest';
import { ifMatch, type Entity } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import { kickoffBench, type KickoffBench } from './testing/kickoff-bench.ts';

eachDatabase(({ open }) => {
  async function withValues(): Promise<{ bench: KickoffBench; automation: string; left(): Promise<unknown> }> {
    const bench = await kickoffBench(await open());
    const automation = await bench.automation();
    const credential = await bench.made('POST', 'credentials', { name: 'static', provider: 'acme', method: 'key', store: { region: 'north' }, settings: { account: 'ONE' }, secrets: { key: 'static-key' } });
    await bench.made('POST', 'variables', { name: 'BAKED', source: 'credential', credentialId: credential.id, reference: 'database', automations: [automation] });
    await bench.made('POST', 'variables', { name: 'MODE', source: 'direct', value: 'production', automations: 'all' });
    bench.secrets.set('database', 'first');
    await bench.made('POST', `automations/${automation}/deployments`, {});
    const count = async (table: 'deployment_value' | 'credential' | 'variable', column: string): Promise<number> => Number((await bench.store.db.selectFrom(table).select(({ fn }) => fn.count<number>(column as never).as('count')).executeTakeFirstOrThrow()).count);
    return { bench, automation, left: async () => ({ baked: await count('deployment_value', 'value'), static: await count('credential', 'secrets'), direct: await count('variable', 'value') }) };
  }

  describe('an automation that is archived', () => {
    it('C2 hands out nothing more: what waits is cancelled with the reason, what runs goes on, and then its values are destroyed', async () => {
      const { bench, automation, left } = await withValues();
      const worker = await bench.join();
      await bench.kickoff(automation);
      const job = (await worker.claim())!;
      const waiting = await bench.kickoff(automation);
      const archived = await bench.made<Entity>('GET', `automations/${automation}`);
      expect((await bench.call('DELETE', `automations/${automation}`, undefined, ifMatch(archived))).status).toBe(204);

      expect(await worker.claim()).toBeUndefined();
      await bench.kickoffs.sweep();
      expect(await bench.record(waiting)).toMatchObject({ status: 'cancelled', error: { code: 'NOT_DEPLOYED', message: expect.stringContaining('archived') } });
      expect(await left()).toMatchObject({ baked: 2 });
      expect((await worker.heartbeat(job)).body).toMatchObject({ cancel: false });
      await worker.result(job);
      await bench.kickoffs.sweep();
      expect(await left()).toMatchObject({ baked: 0 });
    });
  });

  describe('an organization that is deleted', () => {
    it('C2 leaves nothing sealed behind, and nothing that waits', async () => {
      const { bench, automation, left } = await withValues();
      const waiting = await bench.kickoff(automation);
      await bench.kickoffs.sweep();
      expect(await left()).toEqual({ baked: 2, static: 1, direct: 1 });
      await bench.store.db.updateTable('organization').set({ deleted_at: bench.clock.now }).where('id', '=', bench.organization).execute();
      await bench.kickoffs.sweep();
      expect(await left()).toEqual({ baked: 0, static: 0, direct: 0 });
      expect(await bench.store.db.selectFrom('kickoff').select('status').where('id', '=', waiting).executeTakeFirst()).toEqual({ status: 'cancelled' });
    });
  });
});
