import type { Store } from '../store/store.ts';
import type { AuditSigner } from './audit-signer.ts';
import type { Audit } from './audit.ts';
import { checkpointOf, isForged } from './checkpoints.ts';

/** @internal */
export const retentionAction = 'audit.removed';

export interface RemoveOldEntries {
  readonly store: Store;
  readonly audit: Audit;
  readonly signer: AuditSigner;
  readonly scope: string;
  /** Epoch milliseconds: entries from before it go, in whole segments up to a checkpoint. */
  readonly before: number;
  readonly now: () => number;
}

/** A checkpoint that is not that of its entry: what lies before it is left for somebody to look at. */
export class CheckpointMismatch extends Error {
  override readonly name = 'CheckpointMismatch';
}

const day = 86_400_000;

// So many are gone in a few hundredths of a second, for which others that write to the chain wait.
const entriesAStep = 5_000;

/**
 * Retention: removes what is older, up to the last checkpoint that was signed before that time, and writes that down as an entry, so that
 * the chain that is left is still whole. It does so once a day (UTC), whoever asks and however often. Export first what must be kept.
 *
 * @returns how many entries were removed
 * @throws CheckpointMismatch
 *
 * @example
 * await removeOldEntries({ store, audit, signer, scope: organization, before: now() - 400 * 86_400_000, now });
 */
export async function removeOldEntries(parts: RemoveOldEntries): Promise<number> {
  let removed = await removeSegments(parts, { again: false });
  for (let some = removed; some > 0; removed += some) some = await removeSegments(parts, { again: true });
  return removed;
}

async function removeSegments({ store, audit, signer, scope, before, now }: RemoveOldEntries, { again }: { readonly again: boolean }): Promise<number> {
  const { db } = store;
  return await store.unit(async () => {
    // One at a time for each chain: who comes second sees what the first has done.
    const head = db.selectFrom('audit_head').select('sequence').where('scope', '=', scope);
    await (store.kind === 'postgres' ? head.forUpdate() : head).execute();
    const entries = db.selectFrom('audit_entry').where('scope', '=', scope);
    const last = again ? undefined : await entries.select('at').where('action', '=', retentionAction).orderBy('sequence', 'desc').limit(1).executeTakeFirst();
    if (last !== undefined && Math.floor(last.at / day) === Math.floor(now() / day)) return 0;

    const checkpoint = await lastOfStep({ store, scope, before, now });
    if (checkpoint === undefined) return 0;
    const entry = await entries.select('hash').where('sequence', '=', checkpoint.sequence).executeTakeFirst();
    if (entry?.hash !== checkpoint.hash || isForged(checkpoint, signer)) throw new CheckpointMismatch(`The chain does not agree with the checkpoint of entry ${checkpoint.sequence}.`);

    const { numDeletedRows } = await db.deleteFrom('audit_entry').where('scope', '=', scope).where('sequence', '<=', checkpoint.sequence).executeTakeFirst();
    await db.deleteFrom('audit_checkpoint').where('scope', '=', scope).where('sequence', '<', checkpoint.sequence).execute();
    const removed = Number(numDeletedRows);
    await audit.append({ scope, actor: { kind: 'platform', id: null, name: null }, action: retentionAction, details: { through: checkpoint.sequence, entries: removed } });
    return removed;
  });
}

/** The farthest checkpoint within a step, or the next one. A clock that went back may have dated a checkpoint before entries that are to stay. */
async function lastOfStep({ store, scope, before, now }: Pick<RemoveOldEntries, 'store' | 'scope' | 'before' | 'now'>): ReturnType<typeof checkpointOf> {
  const { db } = store;
  const first = await db.selectFrom('audit_entry').select('sequence').where('scope', '=', scope).orderBy('sequence').limit(1).executeTakeFirst();
  if (first === undefined) return undefined;
  const old = db.selectFrom('audit_checkpoint').select('sequence').where('scope', '=', scope).where('at', '<', before).where('sequence', '>=', first.sequence);
  const end = await old.where('sequence', '<', first.sequence + entriesAStep).orderBy('sequence', 'desc').limit(1).executeTakeFirst() ?? await old.orderBy('sequence').limit(1).executeTakeFirst();
  if (end === undefined) return undefined;
  // One dated in the future says nothing of its age.
  const young = await db.selectFrom('audit_entry').select('sequence').where('scope', '=', scope).where('sequence', '<=', end.sequence).where('at', '>=', before).where('at', '<=', now()).orderBy('sequence').limit(1).executeTakeFirst();
  const found = young === undefined ? end : await old.where('sequence', '<', young.sequence).orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  return found && await checkpointOf(store, scope, found.sequence);
}

/** @internal */
export function retainedAfter(details: string): number {
  const { through } = JSON.parse(details) as { through?: unknown };
  return typeof through === 'number' ? through : 0;
}
