import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { ifMatch, problemIn, type Entity } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import { kickoffBench, type KickoffBench } from './testing/kickoff-bench.ts';

interface Deployment { readonly number: number; readonly status: string; readonly variables: readonly { readonly name: string; readonly path: string; readonly fingerprint: string | null; readonly version: string | null }[] }

/** An automation with a direct value, and one that a static credential reads. */
async function withStatic(bench: KickoffBench): Promise<{ readonly automation: string; readonly credential: Entity }> {
  const automation = await bench.automation({ command: ['true'] });
  const credential = await bench.made('POST', 'credentials', { name: 'static', provider: 'acme', method: 'key', store: { region: 'north' }, settings: { account: 'ONE' }, secrets: { key: 'static-key' } });
  await bench.made('POST', 'variables', { name: 'BAKED', source: 'credential', credentialId: credential.id, reference: 'database', automations: [automation] });
  await bench.made('POST', 'variables', { name: 'MODE', source: 'direct', value: 'production', automations: [automation] });
  bench.secrets.set('database', 'first');
  return { automation, credential };
}

async function valuesIn({ store }: KickoffBench): Promise<readonly { name: string; value: string }[]> {
  return await store.db.selectFrom('deployment_value').select(['name', 'value']).orderBy('name').execute();
}

/** Settles when a statement waits for the lock of another transaction; SQLite has one transaction at a time. */
async function untilBlocked({ store: { kind, db } }: KickoffBench): Promise<void> {
  if (kind === 'sqlite') return;
  for (;;) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(db);
    if (Number(rows[0]?.count) > 0) return;
    await new Promise(setImmediate);
  }
}

eachDatabase(({ open }) => {
  describe('a deployment', () => {
    it('C2 seals what the static path gives and direct values, shows fingerprints alone, and gives the values to the claim', async () => {
      const bench = await kickoffBench(await open());
      const { automation } = await withStatic(bench);
      const made = await bench.call('POST', `automations/${automation}/deployments`, {});
      expect(made.status).toBe(201);
      expect(made.headers.get('location')).toBe(`/v1/organizations/${bench.organization}/automations/${automation}/deployments/1`);
      const deployment = made.body as Deployment;
      expect(deployment.variables).toMatchObject([{ name: 'BAKED', path: 'static', version: 'v1', fingerprint: expect.stringMatching(/^hmac:/) }, { name: 'MODE', path: 'direct', version: null }]);
      expect(made.text).not.toMatch(/first|production/);
      expect(JSON.stringify(await valuesIn(bench))).not.toMatch(/first|production|Zmlyc3Q/);

      await bench.kickoff(automation);
      const job = (await (await bench.join()).claim())!;
      const values = job.variables.map((variable) => (variable.path === 'workload-identity' ? undefined : [variable.name, Buffer.from(variable.value, 'base64').toString(), variable.masked]));
      expect(values).toEqual([['BAKED', 'first', true], ['MODE', 'production', false]]);
      expect(job.variables.map(({ name }) => name in job.fingerprintKeys)).toEqual([true, true]);
    });

    it('is numbered without a gap or a double where many are made at once', async () => {
      const bench = await kickoffBench(await open());
      const automation = await bench.automation();
      await Promise.all(Array.from({ length: 8 }, () => bench.made('POST', `automations/${automation}/deployments`, {})));
      const { items } = await bench.made<{ items: readonly Deployment[] }>('GET', `automations/${automation}/deployments`);
      expect(items.map(({ number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
      expect(items.map(({ status }) => status)).toEqual(['active', ...Array.from({ length: 7 }, () => 'superseded')]);
      const { next } = await bench.made<{ next: string }>('GET', `automations/${automation}/deployments?limit=3`);
      expect((await bench.made<{ items: readonly Deployment[] }>('GET', `automations/${automation}/deployments?limit=3&cursor=${next}`)).items.map(({ number }) => number)).toEqual([5, 4, 3]);
    });

    it('names every variable that fails, and makes nothing', async () => {
      const bench = await kickoffBench(await open());
      const { automation, credential } = await withStatic(bench);
      await bench.made('POST', 'variables', { name: 'SECOND', source: 'credential', credentialId: credential.id, reference: 'missing', automations: [automation] });
      await bench.made('POST', 'variables', { name: 'MAY_MISS', source: 'credential', credentialId: credential.id, reference: 'gone', optional: true, automations: [automation] });
      bench.secrets.clear();
      const refused = await bench.call('POST', `automations/${automation}/deployments`, {});
      expect(problemIn(refused)).toMatchObject({ status: 422, code: 'DEPLOYMENT_FAILED', fields: ['variables.BAKED', 'variables.SECOND'] });
      expect(refused.text).toContain('SECRET_NOT_FOUND');
      expect(await valuesIn(bench)).toEqual([]);
      expect(await bench.made('GET', `automations/${automation}/deployments`)).toEqual({ items: [], next: null });
      expect(problemIn(await bench.call('POST', `automations/${automation}/kickoffs`, {}))).toMatchObject({ status: 409, code: 'NOT_DEPLOYED' });
    });

    it('keeps no more than the answer to one claim can hold', async () => {
      const bench = await kickoffBench(await open());
      const { automation, credential } = await withStatic(bench);
      bench.secrets.set('large', 'x'.repeat(1024 * 1024));
      for (let index = 0; index < 8; index++) await bench.made('POST', 'variables', { name: `LARGE_${index}`, source: 'credential', credentialId: credential.id, reference: 'large', sink: 'file', automations: [automation] });
      expect((await bench.call('POST', `automations/${automation}/deployments`, {})).body).toMatchObject({ code: 'DEPLOYMENT_FAILED', problems: [{ field: 'variables.LARGE_0', message: expect.stringContaining('may have 8388608') }] });
    });

    it('with what changed while it was made is not made', async () => {
      const bench = await kickoffBench(await open());
      const { automation } = await withStatic(bench);
      Object.assign(bench.meanwhile, { work: () => bench.made('PATCH', `automations/${automation}`, { command: ['false'] }, { headers: { 'if-match': '"1"' } }) });
      expect(problemIn(await bench.call('POST', `automations/${automation}/deployments`, {}))).toMatchObject({ status: 412, code: 'VERSION_CONFLICT' });
      expect(await valuesIn(bench)).toEqual([]);
    });
  });

  describe('values of a deployment that is superseded', () => {
    it('are destroyed when no kickoff of it is left, not before', async () => {
      const bench = await kickoffBench(await open());
      const { automation } = await withStatic(bench);
      await bench.made('POST', `automations/${automation}/deployments`, {});
      await bench.kickoff(automation);
      bench.secrets.set('database', 'second');
      await bench.made('POST', `automations/${automation}/deployments`, {});
      expect(await valuesIn(bench)).toHaveLength(4);
      const worker = await bench.join();
      const job = (await worker.claim())!;
      expect(job.variables.map((variable) => ('value' in variable ? Buffer.from(variable.value, 'base64').toString() : ''))).toContain('first');
      await bench.kickoffs.sweep();
      expect(await valuesIn(bench)).toHaveLength(4);
      await worker.result(job);
      await bench.kickoffs.sweep();
      expect(await valuesIn(bench)).toHaveLength(2);
      expect((await bench.made<Deployment>('GET', `automations/${automation}/deployments/1`)).variables.map(({ fingerprint }) => fingerprint)).toEqual([null, null]);
    });

    it('are destroyed at once by the next deployment where nothing runs', async () => {
      const bench = await kickoffBench(await open());
      const { automation } = await withStatic(bench);
      await bench.made('POST', `automations/${automation}/deployments`, {});
      await bench.made('POST', `automations/${automation}/deployments`, {});
      expect(await valuesIn(bench)).toHaveLength(2);
    });

    it('are kept for a kickoff that is written at the same moment', async () => {
      const [inserted, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const bench = await kickoffBench(await open(), { beforeAudit: async ({ action }) => {
        if (action !== 'kickoff.requested') return;
        inserted.resolve();
        await goOn.promise;
      } });
      const { automation } = await withStatic(bench);
      await bench.made('POST', `automations/${automation}/deployments`, {});
      const kickoff = bench.kickoff(automation);
      await inserted.promise;
      const deployment = bench.made('POST', `automations/${automation}/deployments`, {});
      await Promise.race([deployment, untilBlocked(bench)]);
      goOn.resolve();
      await Promise.all([kickoff, deployment]);
      expect((await (await bench.join()).claim())?.variables).toHaveLength(2);
    });

    it('are never missing to a kickoff that was accepted, however deployments and kickoffs cross', async () => {
      const bench = await kickoffBench(await open());
      const { automation } = await withStatic(bench);
      await bench.made('POST', `automations/${automation}/deployments`, {});
      await Promise.all([...Array.from({ length: 4 }, () => bench.call('POST', `automations/${automation}/deployments`, {})), ...Array.from({ length: 12 }, () => bench.kickoff(automation))]);
      const worker = await bench.join();
      for (let count = 0; count < 12; count++) expect((await worker.claim())?.variables).toHaveLength(2);
    });

    it('go with their credential, and a kickoff that needs one fails and says so', async () => {
      const bench = await kickoffBench(await open());
      const { automation, credential } = await withStatic(bench);
      await bench.made('POST', `automations/${automation}/deployments`, {});
      const id = await bench.kickoff(automation);
      await bench.store.db.deleteFrom('deployment_value').where('credential_id', '=', credential.id).execute();
      expect(await (await bench.join()).claim()).toBeUndefined();
      expect(await bench.record(id)).toMatchObject({ status: 'failed', error: { code: 'NOT_DEPLOYED' } });
      expect(problemIn(await bench.call('DELETE', `credentials/${credential.id}`, undefined, ifMatch(credential)))).toMatchObject({ code: 'RESOURCE_IN_USE' });
    });
  });
});
