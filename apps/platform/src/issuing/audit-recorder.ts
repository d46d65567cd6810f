import { AsyncLocalStorage } from 'node:async_hooks';
import type { Audit, AuditRecord } from '../audit/audit.ts';

export interface AuditRecorder {
  /** Settles when the record, and all that were added before it, are durable. */
  record(record: AuditRecord): Promise<void>;
  /** Adds without waiting. It is written with the next ones, and kept until that worked. */
  add(record: AuditRecord): void;
}

interface Entry {
  readonly record: AuditRecord;
  readonly settle: { readonly resolve: () => void; readonly reject: (reason: unknown) => void } | undefined;
}

const mostAtOnce = 100;

/**
 * Writes the records of callers that come at once in one transaction, in their order: a chain has one head, so transactions of
 * their own would wait for each other's disk.
 */
export function createAuditRecorder(audit: Pick<Audit, 'append'>): AuditRecorder {
  // A caller may stand in a transaction of its own; the records of others are not to hang on that.
  const outside = AsyncLocalStorage.snapshot();
  let waiting: Entry[] = [];
  let writing = false;

  function enter(entry: Entry): void {
    waiting.push(entry);
    if (!writing) {
      writing = true;
      outside(() => setImmediate(() => void write()));
    }
  }

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      try {
        await audit.append(...batch.map(({ record }) => record));
        for (const { settle } of batch) settle?.resolve();
      } catch (error) {
        waiting = [...batch.filter(({ settle }) => settle === undefined), ...waiting];
        for (const { settle } of batch) settle?.reject(error);
        // The next caller tries again.
        if (waiting.every(({ settle }) => settle === undefined)) break;
      }
    }
    writing = false;
  }

  return {
    record: (record) => new Promise((resolve, reject) => enter({ record, settle: { resolve, reject } })),
    add: (record) => enter({ record, settle: undefined }),
  };
}
