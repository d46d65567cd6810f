import { createHash } from 'node:crypto';
import type { AuditEntry } from './audit-entry.ts';

/**
 * - `edited`: the entry is not what was hashed
 * - `missing`: there is no entry of this number
 * - `unlinked`: it does not follow the entry before it
 * - `foreign`: it belongs to another chain
 * - `checkpoint`: a word that was kept elsewhere says another hash for it, or that it is there
 */
export type ChainProblem = 'edited' | 'missing' | 'unlinked' | 'foreign' | 'checkpoint';

export type ChainVerdict =
  | { readonly intact: true; readonly scope: string; readonly from: number; readonly through: number; readonly hash: string }
  | { readonly intact: false; readonly scope: string; readonly sequence: number; readonly problem: ChainProblem; readonly message: string };

export interface Checkpoint {
  readonly sequence: number;
  readonly hash: string;
}

const messages: Readonly<Record<ChainProblem, (sequence: number) => string>> = {
  edited: (sequence) => `Entry ${sequence} was changed after it was written.`,
  missing: (sequence) => `Entry ${sequence} is not there.`,
  unlinked: (sequence) => `Entry ${sequence} does not follow the one before it: one of the two was put there, or their order was changed.`,
  foreign: (sequence) => `Entry ${sequence} is of another chain.`,
  checkpoint: (sequence) => `The chain does not agree with the checkpoint of entry ${sequence}.`,
};

const chainStart = '0'.repeat(64);

/** Walks an exported chain from its first entry on; undefined where there is none. */
export async function verifyChain(entries: AsyncIterable<AuditEntry>, checkpoint?: Checkpoint): Promise<ChainVerdict | undefined> {
  let first: AuditEntry | undefined;
  let last: AuditEntry | undefined;
  for await (const entry of entries) {
    first ??= entry;
    const broken = (problem: ChainProblem, sequence: number = entry.sequence): ChainVerdict => ({ intact: false, scope: first?.scope ?? entry.scope, sequence, problem, message: messages[problem](sequence) });
    if (entry.scope !== first.scope) return broken('foreign');
    if (last !== undefined && entry.sequence > last.sequence + 1) return broken('missing', last.sequence + 1);
    if (entryHash(entry) !== entry.hash) return broken('edited');
    if (last === undefined ? entry.sequence === 1 && entry.previousHash !== chainStart : entry.sequence !== last.sequence + 1 || entry.previousHash !== last.hash) return broken('unlinked');
    // Retention ends with a checkpoint: what is left follows it.
    if (entry === first && entry.sequence - 1 === checkpoint?.sequence && entry.previousHash !== checkpoint.hash) return broken('checkpoint', checkpoint.sequence);
    if (entry.sequence === checkpoint?.sequence && entry.hash !== checkpoint.hash) return broken('checkpoint');
    last = entry;
  }
  if (first === undefined || last === undefined) return undefined;
  const { scope, sequence: through, hash } = last;
  if (checkpoint !== undefined && (checkpoint.sequence > through || checkpoint.sequence < first.sequence - 1)) return { intact: false, scope, sequence: checkpoint.sequence, problem: 'checkpoint', message: messages.checkpoint(checkpoint.sequence) };
  return { intact: true, scope, from: first.sequence, through, hash };
}

/** SHA-256 over the hash of the entry before and the entry as JSON, its members in one order. */
export function entryHash({ scope, sequence, at, actor, action, target, details, requestId, address, late, previousHash }: AuditEntry): string {
  const canonical = JSON.stringify([
    scope, sequence, Date.parse(at), actor.kind, actor.id, actor.name, action, target?.kind ?? null, target?.id ?? null, target?.name ?? null, JSON.stringify(details),
    requestId, address, late ? 1 : 0,
  ]);
  return createHash('sha256').update(`carnet.audit.v1\n${previousHash}\n${canonical}`).digest('hex');
}
