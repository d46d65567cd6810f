import { createHash } from 'node:crypto';
import type { AuditEntryTable } from '../store/schema.ts';

/** What the first entry of a chain follows. */
export const chainStart: string = '0'.repeat(64);

/** The columns in the order in which they are hashed. It never changes; a new column would make a new version of the hash. */
const hashed = [
  'scope', 'sequence', 'at', 'actor_kind', 'actor_id', 'actor_name', 'action', 'target_kind', 'target_id', 'target_name', 'details',
  'request_id', 'address', 'late',
] as const satisfies readonly (keyof AuditEntryTable)[];

export type HashedEntry = Omit<AuditEntryTable, 'hash' | 'previous_hash'>;

/** SHA-256 over the hash of the entry before and the entry as JSON with its columns in one order. */
export function entryHash(previousHash: string, entry: HashedEntry): string {
  const canonical = JSON.stringify(hashed.map((column) => entry[column]));
  return createHash('sha256').update(`carnet.audit.v1\n${previousHash}\n${canonical}`).digest('hex');
}
