import type { Database } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { AuditCheckpoint, AuditSigner } from './audit-signer.ts';

export interface CheckpointParts {
  readonly store: Store;
  readonly signer: AuditSigner;
  readonly now: () => number;
}

const entriesBetween = 1000;
const hour = 3_600_000;

/**
 * Signs the head of each chain that has 1,000 entries more than at its last checkpoint, or any more and an hour has passed. Call it every
 * minute or so, and log and keep elsewhere what it gives: what is lost after the last one that was kept cannot be noticed.
 *
 * @param all signs each chain that has grown at all, as before a backup
 *
 * @example
 * for (const checkpoint of await writeDueCheckpoints({ store, signer, now })) log.info({ checkpoint }, 'audit checkpoint');
 */
export async function writeDueCheckpoints({ store, signer, now }: CheckpointParts, { all = false }: { readonly all?: boolean | undefined } = {}): Promise<readonly AuditCheckpoint[]> {
  const { db } = store;
  const at = now();
  const grown = await db.selectFrom('audit_head as head')
    .leftJoin(
      (eb) => eb.selectFrom('audit_checkpoint').select(['scope', (inner) => inner.fn.max('sequence').as('sequence'), (inner) => inner.fn.max('at').as('at')]).groupBy('scope').as('last'),
      (join) => join.onRef('last.scope', '=', 'head.scope'),
    )
    .select(['head.scope', 'head.sequence', 'head.hash', 'last.sequence as lastSequence', 'last.at as lastAt'])
    .where((eb) => eb('head.sequence', '>', eb.fn.coalesce('last.sequence', eb.lit(0))))
    .execute();
  const due = grown.filter(({ sequence, lastSequence, lastAt }) =>
    all || sequence - (lastSequence ?? 0) >= entriesBetween || lastAt === null || at - lastAt >= hour || at < lastAt);
  const checkpoints = due.map(({ scope, sequence, hash }) => signer.sign({ scope, sequence, hash, at }));
  for (const { keyId, ...checkpoint } of checkpoints) {
    // Another replica may have signed the same head.
    await db.insertInto('audit_checkpoint').values({ ...checkpoint, key_id: keyId }).onConflict((conflict) => conflict.doNothing()).execute();
  }
  return checkpoints;
}

/** @internal */
export async function checkpointsOf({ db }: Store, scope: string): Promise<readonly AuditCheckpoint[]> {
  const rows = await db.selectFrom('audit_checkpoint').selectAll().where('scope', '=', scope).orderBy('sequence').execute();
  return rows.map(checkpointIn);
}

/** @internal */
export async function checkpointOf({ db }: Store, scope: string, sequence: number): Promise<AuditCheckpoint | undefined> {
  const row = await db.selectFrom('audit_checkpoint').selectAll().where('scope', '=', scope).where('sequence', '=', sequence).executeTakeFirst();
  return row && checkpointIn(row);
}

/** @internal Of what another key signed nothing can be said. */
export function isForged(checkpoint: AuditCheckpoint, signer: AuditSigner): boolean {
  return checkpoint.keyId === signer.keyId && !signer.verify(checkpoint);
}

function checkpointIn({ key_id, ...checkpoint }: Database['audit_checkpoint']): AuditCheckpoint {
  return { ...checkpoint, keyId: key_id };
}
