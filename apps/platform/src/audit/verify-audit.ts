import type { AuditEntryTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { AuditCheckpoint, AuditSigner } from './audit-signer.ts';
import { checkpointsOf, isForged } from './checkpoints.ts';
import { chainStart, entryHash } from './entry-hash.ts';
import { readEntries } from './read-entries.ts';
import { retainedAfter, retentionAction } from './remove-old-entries.ts';

export interface VerifyAudit {
  readonly store: Store;
  /** The organization's id, or `platform`. */
  readonly scope: string;
  /** Without it the signatures of the checkpoints cannot be looked at: their numbers and hashes alone are. */
  readonly signer?: AuditSigner | undefined;
  /** A checkpoint that was kept elsewhere: the chain must contain it, and is walked from there. */
  readonly since?: AuditCheckpoint | undefined;
}

/**
 * - `edited`: the entry is not what was hashed
 * - `missing`: there is no entry of this number
 * - `unlinked`: it does not follow the entry before it: one of the two was put there, or their order was changed
 * - `truncated`: the chain has gone on to a number of which no entry is there
 * - `checkpoint`: a checkpoint says another hash for it, or is not signed by the key
 */
export type AuditProblem = 'edited' | 'missing' | 'unlinked' | 'truncated' | 'checkpoint';

export type AuditVerdict =
  | { readonly intact: true; readonly scope: string; readonly from: number; readonly through: number; readonly hash: string }
  | { readonly intact: false; readonly scope: string; readonly sequence: number; readonly problem: AuditProblem; readonly message: string };

const messages: Readonly<Record<AuditProblem, (sequence: number) => string>> = {
  edited: (sequence) => `Entry ${sequence} was changed after it was written.`,
  missing: (sequence) => `Entry ${sequence} was removed.`,
  unlinked: (sequence) => `Entry ${sequence} does not follow entry ${sequence - 1}: one of the two was put there, or they were put in another order.`,
  truncated: (sequence) => `Entry ${sequence} and what came after it were removed, or the head of the chain was changed.`,
  checkpoint: (sequence) => `The chain does not agree with the checkpoint of entry ${sequence}.`,
};

/**
 * Walks a chain and names the first entry that is wrong. Who can write to the whole database can make a chain anew: only a checkpoint that
 * was kept elsewhere tells of that, and what came after the last one of them is beyond proof.
 *
 * @throws PlatformError `STORAGE_UNAVAILABLE`
 *
 * @example
 * const verdict = await verifyAudit({ store, scope: organization, signer });
 * if (!verdict.intact) console.error(verdict.message);
 */
export async function verifyAudit(options: VerifyAudit): Promise<AuditVerdict> {
  const { store, scope } = options;
  const begun = await firstOf(store, scope);
  const verdict = await walk(options);
  // What retention removed under way is not missing; it does so once a day.
  return verdict.intact || begun === await firstOf(store, scope) ? verdict : await verifyAudit(options);
}

async function walk({ store, scope, signer, since }: VerifyAudit): Promise<AuditVerdict> {
  const broken = (sequence: number, problem: AuditProblem): AuditVerdict => ({ intact: false, scope, sequence, problem, message: messages[problem](sequence) });
  const head = await store.db.selectFrom('audit_head').select(['sequence', 'hash']).where('scope', '=', scope).executeTakeFirst() ?? { sequence: 0, hash: chainStart };
  const checkpoints = [...await checkpointsOf(store, scope), ...(since ? [since] : [])];
  for (const checkpoint of checkpoints) {
    if (checkpoint.scope !== scope || (signer && isForged(checkpoint, signer))) return broken(checkpoint.sequence, 'checkpoint');
    if (checkpoint.sequence > head.sequence) return broken(head.sequence + 1, 'truncated');
  }
  if (since && signer && !signer.verify(since)) return broken(since.sequence, 'checkpoint');

  const expected = Map.groupBy(checkpoints, ({ sequence }) => sequence);
  const left = await startOf(store, scope, checkpoints);
  const start = since && since.sequence >= left.sequence ? since : left;
  if (expected.get(start.sequence)?.some((checkpoint) => checkpoint.hash !== start.hash)) return broken(start.sequence, 'checkpoint');
  let { sequence, hash } = start;
  let removedThrough = 0;
  for await (const entries of readEntries(store, scope, start.sequence, head.sequence)) {
    for (const entry of entries) {
      const problem = problemOf(entry, sequence, hash);
      if (problem) return broken(problem === 'missing' ? sequence + 1 : entry.sequence, problem);
      ({ sequence, hash } = entry);
      removedThrough = Math.max(removedThrough, removedBy(entry));
      if (expected.get(sequence)?.some((checkpoint) => checkpoint.hash !== hash)) return broken(sequence, 'checkpoint');
    }
  }
  if (sequence !== head.sequence) return broken(sequence + 1, 'truncated');
  if (hash !== head.hash) return broken(sequence, 'unlinked');
  if (start === left && left.sequence > 0 && removedThrough !== left.sequence) return broken(left.sequence, 'missing');
  return { intact: true, scope, from: start.sequence + 1, through: sequence, hash };
}

function problemOf(entry: AuditEntryTable, sequence: number, hash: string): AuditProblem | undefined {
  if (entry.sequence !== sequence + 1) return 'missing';
  if (entryHash(entry.previous_hash, entry) !== entry.hash) return 'edited';
  return entry.previous_hash === hash ? undefined : 'unlinked';
}

/** Retention says in the chain itself how far it went; what else is gone was removed by somebody. */
function removedBy(entry: AuditEntryTable): number {
  return entry.action === retentionAction ? retainedAfter(entry.details) : 0;
}

/** Whole segments may have been removed before a checkpoint: the chain that is left begins behind it. */
async function startOf(store: Store, scope: string, checkpoints: readonly AuditCheckpoint[]): Promise<{ sequence: number; hash: string }> {
  const first = await firstOf(store, scope);
  const before = checkpoints.findLast(({ sequence }) => sequence === (first === undefined ? sequence : first - 1));
  return before && (first === undefined || first > 1) ? before : { sequence: 0, hash: chainStart };
}

async function firstOf({ db }: Store, scope: string): Promise<number | undefined> {
  return (await db.selectFrom('audit_entry').select('sequence').where('scope', '=', scope).orderBy('sequence').limit(1).executeTakeFirst())?.sequence;
}
