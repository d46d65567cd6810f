import type { Store } from '../store/store.ts';
import { chunkSize } from '../store/read-in-chunks.ts';
import type { Audit } from './audit.ts';

/** @internal */
export const retentionAction = 'audit.removed';

export interface RemoveOldEntries {
  readonly store: Store;
  readonly audit: Audit;
  readonly scope: string;
  /** Epoch milliseconds: entries from before it go, in whole segments up to a checkpoint. */
  readonly before: number;
}

/**
 * Retention: removes what is older, up to the last checkpoint that was signed before that time, and writes that down as an entry, so that
 * the chain that is left is still whole. Export first what must be kept.
 *
 * @returns how many entries were removed
 *
 * @example
 * await removeOldEntries({ store, audit, scope: organization, before: now() - 400 * 86_400_000 });
 */
export async function removeOldEntries({ store, audit, scope, before }: RemoveOldEntries): Promise<number> {
  const { db } = store;
  const checkpoint = await db.selectFrom('audit_checkpoint').select('sequence').where('scope', '=', scope).where('at', '<', before)
    .orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  if (!checkpoint) return 0;
  return store.unit(async () => {
    let removed = 0;
    for (let some = chunkSize; some === chunkSize; removed += some) {
      const chunk = db.selectFrom('audit_entry').select('sequence').where('scope', '=', scope).where('sequence', '<=', checkpoint.sequence).orderBy('sequence').limit(chunkSize);
      const { numDeletedRows } = await db.deleteFrom('audit_entry').where('scope', '=', scope).where('sequence', 'in', chunk).executeTakeFirst();
      some = Number(numDeletedRows);
    }
    if (removed > 0) {
      const actor = { kind: 'platform', id: null, name: null } as const;
      await audit.append({ scope, actor, action: retentionAction, details: { through: checkpoint.sequence, entries: removed } });
    }
    return removed;
  });
}

/** @internal */
export function retainedAfter(details: string): number {
  const { through } = JSON.parse(details) as { through?: unknown };
  return typeof through === 'number' ? through : 0;
}
