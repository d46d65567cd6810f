import { generateKeyPairSync } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../store/migrate.ts';
import { openStore } from '../store/open-store.ts';
import { createRound } from '../server/rounds.ts';
import { eachDatabase } from '../testing/databases.ts';
import { createAuditSigner } from './audit-signer.ts';
import { writeDueCheckpoints } from './checkpoints.ts';
import { createAudit } from './create-audit.ts';
import { exportAudit } from './export-audit.ts';
import { applyRetention, type Retained } from './retention.ts';
import { hour, openAudited, records, type AuditedStore } from './testing/audited-store.ts';
import { verifyAudit } from './verify-audit.ts';

const day = 24 * hour;
const days = 30;

eachDatabase((databases) => {
  const retained = ({ store, audit, signer, now }: Omit<AuditedStore, 'clock'>): Promise<readonly Retained[]> => applyRetention({ store, audit, signer, now, days });
  const sequences = async ({ store }: Pick<AuditedStore, 'store'>, scope: string): Promise<readonly number[]> =>
    (await store.db.selectFrom('audit_entry').select('sequence').where('scope', '=', scope).orderBy('sequence').execute()).map(({ sequence }) => sequence);
  /** As of each round of a server. */
  const sign = async ({ store, signer, now }: AuditedStore): Promise<unknown> => (await writeDueCheckpoints({ store, signer, now })).length;
  const intact = async ({ store, signer }: AuditedStore, scope: string): Promise<unknown> => await verifyAudit({ store, scope, signer });

  it('entries of before the retention go, segment by segment, those after it stay, and each chain is whole from its checkpoint on', async () => {
    const audited = await openAudited(databases);
    const { store, audit, signer, clock, now } = audited;
    await audit.append(...records('a', 7), ...records('b', 2));
    const [kept] = await writeDueCheckpoints({ store, signer, now });
    clock.now += day;
    await audit.append(...records('a', 5));
    await sign(audited);
    clock.now += day;
    await audit.append(...records('a', 3));

    clock.now += (days - 2) * day;
    expect(await retained(audited)).toEqual([]);
    clock.now += 1;
    expect(await retained(audited)).toEqual([{ scope: 'a', removed: 7 }, { scope: 'b', removed: 2 }]);
    expect(await sequences(audited, 'a')).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(await sequences(audited, 'b')).toEqual([3]);
    expect(await store.db.selectFrom('audit_entry').select(['actor_kind', 'action', 'details', 'at']).where('scope', '=', 'a').where('sequence', '=', 16).execute())
      .toEqual([{ actor_kind: 'platform', action: 'audit.removed', details: '{"through":7,"entries":7}', at: now() }]);
    expect(await intact(audited, 'a')).toMatchObject({ intact: true, from: 8, through: 16 });
    expect(await intact(audited, 'b')).toMatchObject({ intact: true, from: 3, through: 3 });
    expect(await verifyAudit({ store, scope: 'a', signer, since: kept })).toMatchObject({ intact: true, from: 8 });
    expect((await exportAudit({ store, scope: 'a' }).next()).value).toMatch(/^\{"scope":"a","sequence":8,/);

    // Not before another day, and then the next segment alone: what no checkpoint follows stays.
    clock.now += day - 2;
    expect(await retained(audited)).toEqual([]);
    clock.now += 2;
    await sign(audited);
    expect(await retained(audited)).toEqual([{ scope: 'a', removed: 5 }]);
    expect(await sequences(audited, 'a')).toEqual([13, 14, 15, 16, 17]);
    expect(await intact(audited, 'a')).toMatchObject({ intact: true, from: 13, through: 17 });
  });

  it('a segment whose checkpoint is younger stays whole', async () => {
    const audited = await openAudited(databases);
    const { audit, clock } = audited;
    await audit.append(...records('a', 2));
    await sign(audited);
    await audit.append(...records('a', 2));
    clock.now += 2 * hour;
    await sign(audited);
    clock.now += days * day - hour;
    expect(await retained(audited)).toEqual([{ scope: 'a', removed: 2 }]);
    expect(await sequences(audited, 'a')).toEqual([3, 4, 5]);
    // Old enough by now, and the day is the same.
    clock.now += 3 * hour;
    expect(await retained(audited)).toEqual([]);
    clock.now += day;
    expect(await retained(audited)).toEqual([{ scope: 'a', removed: 2 }]);
  });

  it('nothing goes without a checkpoint, however old', async () => {
    const audited = await openAudited(databases);
    await audited.audit.append(...records('a', 5));
    audited.clock.now += 1_000 * day;
    expect(await retained(audited)).toEqual([]);
    expect(await sequences(audited, 'a')).toHaveLength(5);
  });

  it('a day\'s work of many segments goes in steps, and the chain is whole after it', async () => {
    const audited = await openAudited(databases);
    for (let count = 0; count < 6; count++) {
      await audited.audit.append(...records('a', 1_000));
      await sign(audited);
    }
    audited.clock.now += (days + 1) * day;
    expect(await retained(audited)).toEqual([{ scope: 'a', removed: 6_000 }]);
    expect(await sequences(audited, 'a')).toEqual([6_001, 6_002]);
    expect(await intact(audited, 'a')).toMatchObject({ intact: true, from: 6_001, through: 6_002 });
  });

  it('a chain that is looked at meanwhile is whole', async () => {
    const audited = await openAudited(databases);
    await audited.audit.append(...records('a', 2_500));
    await sign(audited);
    await audited.audit.append(...records('a', 10));
    audited.clock.now += (days + 1) * day;
    const [verdict] = await Promise.all([intact(audited, 'a'), retained(audited)]);
    expect(verdict).toMatchObject({ intact: true });
  });

  it('a checkpoint that a clock of before has dated takes no entry along that is to stay', async () => {
    const audited = await openAudited(databases);
    const { audit, clock } = audited;
    await audit.append(...records('a', 2));
    await sign(audited);
    clock.now += (days + 1) * day;
    await audit.append(...records('a', 2));
    const right = clock.now;
    clock.now = 0;
    await sign(audited);
    clock.now = right;
    expect(await retained(audited)).toEqual([{ scope: 'a', removed: 2 }]);
    expect(await sequences(audited, 'a')).toEqual([3, 4, 5]);
    expect(await intact(audited, 'a')).toMatchObject({ intact: true, from: 3 });
  });

  it('what does not agree with its checkpoint is left for somebody to look at', async () => {
    const audited = await openAudited(databases);
    const { store, audit, clock } = audited;
    await audit.append(...records('a', 3), ...records('b', 3), ...records('c', 3));
    await sign(audited);
    clock.now += (days + 1) * day;
    await store.db.updateTable('audit_checkpoint').set({ hash: 'f'.repeat(64) }).where('scope', '=', 'a').execute();
    await store.db.updateTable('audit_checkpoint').set({ signature: 'AAAA' }).where('scope', '=', 'b').execute();
    const problem = 'The chain does not agree with the checkpoint of entry 3.';
    expect(await retained(audited)).toEqual([{ scope: 'a', removed: 0, problem }, { scope: 'b', removed: 0, problem }, { scope: 'c', removed: 3 }]);
    expect(await sequences(audited, 'a')).toEqual([1, 2, 3]);
    // After a change of the key the checkpoints of the former one count: their hashes do.
    await audit.append(...records('d', 3));
    await sign(audited);
    clock.now += (days + 1) * day;
    const signer = createAuditSigner(generateKeyPairSync('ed25519').privateKey);
    const told = await retained({ ...audited, signer });
    expect(told).toContainEqual({ scope: 'd', removed: 3 });
    expect(told).toContainEqual({ scope: 'a', removed: 0, problem });
  });

  it('two replicas at once remove it once, and say so once', async () => {
    const where = await databases.create();
    const stores = await Promise.all([openStore(where), openStore(where)]);
    onTestFinished(async () => { for (const store of stores) await store.close(); });
    await migrate(stores[0]!);
    const clock = { now: Date.UTC(2026, 0, 1) };
    const now = (): number => clock.now;
    const signer = createAuditSigner(generateKeyPairSync('ed25519').privateKey);
    const replicas = stores.map((store) => ({ store, audit: createAudit({ store, now }), signer, now }));
    const [{ store, audit }] = replicas as [typeof replicas[0], typeof replicas[0]];
    await audit.append(...records('a', 600), ...records('b', 3));
    await writeDueCheckpoints({ store, signer, now });
    clock.now += (days + 1) * day;
    const told = await Promise.all(replicas.map(async (replica) => {
      const [both] = await Promise.all([retained(replica), replica.audit.append(...records('a', 2))]);
      return both;
    }));
    expect(told.flat().toSorted((one, other) => one.scope.localeCompare(other.scope))).toEqual([{ scope: 'a', removed: 600 }, { scope: 'b', removed: 3 }]);
    const entries = await store.db.selectFrom('audit_entry').select('scope').where('action', '=', 'audit.removed').orderBy('scope').execute();
    expect(entries).toEqual([{ scope: 'a' }, { scope: 'b' }]);
    expect(await verifyAudit({ store, scope: 'a', signer })).toMatchObject({ intact: true, from: 601, through: 605 });
  });

  it('a round of the server does so once a day, tells it, and does nothing where nothing is set', async () => {
    const { store, audit, signer, now, clock } = await openAudited(databases);
    const logged: unknown[] = [];
    const log = { info: (...said: unknown[]) => { logged.push(said); }, warn: (...said: unknown[]) => { logged.push(said); } };
    const roundOf = (auditRetentionDays?: number): () => Promise<void> =>
      createRound({ store, audit, now, log, withdrawals: { carryOut: async () => 0 }, people: { removeExpired: async () => {} }, settings: { auditKey: signer, auditRetentionDays } });
    const [keeping, removing] = [roundOf(), roundOf(days)];
    await audit.append(...records('a', 4));
    await keeping();
    clock.now += (days + 1) * day;
    logged.length = 0;
    await keeping();
    expect(logged).toEqual([]);
    await removing();
    await removing();
    expect(logged).toContainEqual([{ scope: 'a', removed: 4 }, 'audit entries removed']);
    expect(logged.filter((said) => JSON.stringify(said).includes('removed'))).toHaveLength(1);
    expect(await verifyAudit({ store, scope: 'a', signer })).toMatchObject({ intact: true, from: 5 });
  });
});
