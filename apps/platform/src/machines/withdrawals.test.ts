import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAuditSpool } from '../audit/audit-spool.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { kickoffBench, type KickoffBench } from '../kickoffs/testing/kickoff-bench.ts';
import { problemIn } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import { createWithdrawals } from './withdrawals.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'carnet-withdrawals-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** The database can be read, and its audit log takes nothing. */
async function closeAudit({ store }: KickoffBench): Promise<() => Promise<void>> {
  await store.db.schema.alterTable('audit_entry').renameTo('elsewhere').execute();
  return () => store.db.schema.alterTable('elsewhere').renameTo('audit_entry').execute();
}

async function apiToken({ tokens, organization, person }: KickoffBench): Promise<{ readonly id: string; readonly text: string }> {
  return await tokens.issue({ kind: 'api', organization, scopes: ['automations:read'], createdBy: person.userId }, randomUUID(), { kind: 'platform', id: null, name: null });
}

eachDatabase(({ open }) => {
  describe('what takes power away while the database cannot be written', () => {
    it('holds at once for a token, outlives the process, and is carried out with its own time when the database takes it', async () => {
      const spoolFolder = join(folder(), 'spool');
      const bench = await kickoffBench(await open(), { spoolFolder });
      const { store, organization, clock } = bench;
      const { id, text } = await apiToken(bench);
      const revokedAt = async (): Promise<number | null> => (await store.db.selectFrom('machine_token').select('revoked_at').where('id', '=', id).executeTakeFirstOrThrow()).revoked_at;
      expect(await bench.tokens.verify(text)).toMatchObject({ kind: 'api' });
      const openAudit = await closeAudit(bench);
      const at = clock.now;
      await bench.tokens.revoke(organization, id, { kind: 'platform', id: null, name: null });
      await expect(bench.tokens.verify(text)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
      expect(await revokedAt()).toBeNull();
      expect(readdirSync(spoolFolder).map((name) => statSync(join(spoolFolder, name)).mode & 0o777)).toEqual([0o600]);

      const after = createWithdrawals({ store, spool: createAuditSpool({ folder: spoolFolder, now: () => clock.now }), log: () => {} });
      expect(after.isWithdrawn('token', id)).toBe(false);
      await after.takeUp();
      expect(after.isWithdrawn('token', id)).toBe(true);
      await expect(after.carryOut()).rejects.toMatchObject({ code: expect.stringMatching(/^(?:UNEXPECTED|AUDIT_UNAVAILABLE)$/) as string });
      expect(await revokedAt()).toBeNull();

      await openAudit();
      clock.now += 60_000;
      expect(await bench.withdrawals.carryOut()).toBe(1);
      expect(await revokedAt()).toBe(at);
      expect(bench.withdrawals.isWithdrawn('token', id)).toBe(false);
      await expect(bench.tokens.verify(text)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
      const entry = await store.db.selectFrom('audit_entry').select(['at', 'late']).where('action', '=', 'token.revoked').where('target_id', '=', id).executeTakeFirstOrThrow();
      expect(entry).toEqual({ at, late: 1 });
      for (const scope of ['platform', organization]) expect(await verifyAudit({ store, scope })).toMatchObject({ intact: true });
    });

    it('holds at once for a worker: it gets no work, no token and no lease, and what it ran is lost with its lease', async () => {
      const bench = await kickoffBench(await open(), { spoolFolder: join(folder(), 'spool') });
      const automation = await bench.deployed({}, { API_KEY: 'api-key' });
      const running = await bench.kickoff(automation);
      const worker = await bench.join();
      const job = (await worker.claim())!;
      const listen = vi.spyOn(bench.wakeUps, 'listen');
      const waiting = worker.call('claims', { workerVersion: '1.0.0', facts: { slots: 4, platform: 'linux-x64', providers: ['acme'], ownUser: true }, waitSeconds: 20, free: 1 });
      await expect.poll(() => listen.mock.calls.length).toBe(1);
      const openAudit = await closeAudit(bench);
      expect((await bench.call('DELETE', `workers/${worker.id}`)).status).toBe(204);
      await openAudit();
      await bench.kickoff(automation);
      expect((await waiting).status).toBe(204);
      const [config] = Object.keys(job.workloadIdentities);
      for (const answer of [await worker.call(`kickoffs/${job.kickoffId}/subject-tokens`, { fence: job.fence, workloadIdentity: config }), await worker.heartbeat(job)]) {
        expect(problemIn(answer)).toMatchObject({ status: 401 });
      }

      expect(await bench.withdrawals.carryOut()).toBe(1);
      expect(await bench.store.db.selectFrom('worker').select('removed_at').where('id', '=', worker.id).executeTakeFirstOrThrow()).not.toEqual({ removed_at: null });
      expect(problemIn(await worker.heartbeat(job))).toMatchObject({ status: 401 });
      bench.clock.now += 60_000;
      await bench.kickoffs.sweep();
      expect(await bench.record(running)).toMatchObject({ status: 'lost' });
    });

    it('holds in this process though the disk takes nothing either, and says so', async () => {
      const spoolFolder = join(folder(), 'no-folder');
      writeFileSync(spoolFolder, '');
      const bench = await kickoffBench(await open(), { spoolFolder });
      const { id, text } = await apiToken(bench);
      await closeAudit(bench);
      await expect(bench.tokens.revoke(bench.organization, id, { kind: 'platform', id: null, name: null })).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
      await expect(bench.tokens.verify(text)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    });

    it('is nothing that was refused for another reason', async () => {
      const spoolFolder = join(folder(), 'spool');
      const bench = await kickoffBench(await open(), { spoolFolder });
      await expect(bench.tokens.revoke(bench.organization, randomUUID(), { kind: 'platform', id: null, name: null })).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
      expect(problemIn(await bench.call('DELETE', `workers/${randomUUID()}`))).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
      expect(await bench.withdrawals.carryOut()).toBe(0);
    });
  });
});
