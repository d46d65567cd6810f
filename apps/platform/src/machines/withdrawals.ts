import type { AuditRecord } from '../audit/audit.ts';
import type { AuditSpool } from '../audit/audit-spool.ts';
import { PlatformError } from '../errors/platform-error.ts';
import type { Store } from '../store/store.ts';

export interface WithdrawalsParts {
  readonly store: Store;
  readonly spool: AuditSpool;
  /** Told in a sentence of what could not be written into the database. */
  readonly log: (message: string, fields: Readonly<Record<string, string>>) => void;
}

/** What takes power away from a token or a worker, and so must not wait until the database can be written again. */
export interface Withdrawals {
  /**
   * Does the act, which writes the record in its unit. Where the database or its audit log cannot be written, it holds in this process at once,
   * stands on the disk, and is carried out as soon as the database takes it, with an entry that is marked late.
   *
   * @throws what the act throws: where it says nothing of the database, and where the disk took nothing either (it holds in this process even then)
   */
  act(record: AuditRecord, act: () => Promise<void>): Promise<void>;
  /** Whether it was withdrawn and the database does not know yet. */
  isWithdrawn(kind: WithdrawnKind, id: string): boolean;
  /** Takes up what a process before this one left on the disk. */
  takeUp(): Promise<void>;
  /**
   * Carries out what waits.
   *
   * @returns how many acts
   * @throws PlatformError of the database: the rest waits on
   */
  carryOut(): Promise<number>;
}

export type WithdrawnKind = 'token' | 'worker';

const notWritten: readonly string[] = ['STORAGE_UNAVAILABLE', 'STORAGE_FULL', 'AUDIT_UNAVAILABLE'];

/**
 * @example
 * const record = { scope: organization, actor, action: 'token.revoked', target: { kind: 'token', id } };
 * await withdrawals.act(record, () => store.unit(async () => {
 *   await store.db.updateTable('machine_token').set({ revoked_at: now() }).where('id', '=', id).execute();
 *   await audit.append(record);
 * }));
 */
export function createWithdrawals({ store, spool, log }: WithdrawalsParts): Withdrawals {
  const held = new Set<string>();
  return {
    async act(record, act) {
      try {
        await act();
      } catch (error) {
        if (!(error instanceof PlatformError && notWritten.includes(error.code))) throw error;
        held.add(keyOf(record));
        log('an act that takes power away holds here, and waits for the database', { action: record.action, target: record.target?.id ?? '', scope: record.scope, code: error.code });
        await spool.add(record).catch(() => { throw error; });
      }
    },
    isWithdrawn: (kind, id) => held.has(`${kind} ${id}`),
    async takeUp() {
      for (const { record } of await spool.waiting()) held.add(keyOf(record));
    },
    carryOut: () => spool.foldInto(store, async ({ record, at }) => {
      await writeWithdrawal(store, record, at);
      store.afterCommit(() => { held.delete(keyOf(record)); });
    }),
  };
}

function keyOf({ target }: AuditRecord): string {
  return `${target?.kind} ${target?.id}`;
}

/** Of a worker, what it ran ends with the lease, which it cannot renew any more. */
async function writeWithdrawal({ db }: Store, { action, scope, target }: AuditRecord, at: number): Promise<void> {
  if (target === undefined) return;
  const tokens = db.updateTable('machine_token').set({ revoked_at: at }).where('organization_id', '=', scope).where('revoked_at', 'is', null);
  if (action === 'token.revoked') await tokens.where('id', '=', target.id).execute();
  if (action !== 'worker.removed') return;
  await db.updateTable('worker').set({ removed_at: at }).where('organization_id', '=', scope).where('id', '=', target.id).where('removed_at', 'is', null).execute();
  await tokens.where('kind', '=', 'worker').where('holder_id', '=', target.id).execute();
}
