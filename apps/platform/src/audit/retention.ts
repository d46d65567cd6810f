import { CheckpointMismatch, removeOldEntries, type RemoveOldEntries } from './remove-old-entries.ts';

export type RetentionParts = Pick<RemoveOldEntries, 'store' | 'audit' | 'signer' | 'now'> & {
  /** How long an entry is kept at the least. */
  readonly days: number;
};

export interface Retained {
  readonly scope: string;
  readonly removed: number;
  /** What kept entries from being removed that are old enough. */
  readonly problem?: string | undefined;
}

const day = 86_400_000;

/** Goes through the chains of all organizations, of those too that there are no more. @returns what there is to tell */
export async function applyRetention({ days, ...parts }: RetentionParts): Promise<readonly Retained[]> {
  const { store, now } = parts;
  const before = now() - days * day;
  const chains = await store.db.selectFrom('audit_checkpoint').select('scope').distinct().where('at', '<', before).orderBy('scope').execute();
  const told: Retained[] = [];
  for (const { scope } of chains) {
    try {
      const removed = await removeOldEntries({ ...parts, scope, before });
      if (removed > 0) told.push({ scope, removed });
    } catch (error) {
      if (!(error instanceof CheckpointMismatch)) throw error;
      told.push({ scope, removed: 0, problem: error.message });
    }
  }
  return told;
}
