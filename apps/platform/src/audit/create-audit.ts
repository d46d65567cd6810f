import { PlatformError } from '../errors/platform-error.ts';
import type { Store } from '../store/store.ts';
import type { Audit } from './audit.ts';
import { prepareChain, writeEntries, type DatedRecord } from './append-entries.ts';

export interface AuditParts {
  readonly store: Store;
  /** Epoch milliseconds. A clock that goes back is written down as it is: the order of a chain is that of its numbers. */
  readonly now: () => number;
}

/**
 * The audit log: one chain of entries for each organization and one for the platform.
 *
 * @example
 * const audit = createAudit({ store, now: Date.now });
 * await store.unit(async () => {
 *   await store.db.insertInto('credential').values(row).execute();
 *   await audit.append({ scope: organization, actor, action: 'credential.created', target: { kind: 'credential', id, name } });
 * });
 */
export function createAudit({ store, now }: AuditParts): Audit {
  return {
    append: (...records) => appendAll(store, records.map((record) => ({ record, at: now(), late: false }))),
    prepare: (scope) => prepareChain(store, scope),
  };
}

/** @internal */
export async function appendAll(store: Store, records: readonly DatedRecord[]): Promise<void> {
  try {
    await store.joined(() => Promise.resolve(store.atEnd(writeEntries, ...records.map((record) => ({ store, record })))));
  } catch {
    throw new PlatformError({ code: 'AUDIT_UNAVAILABLE' });
  }
}
