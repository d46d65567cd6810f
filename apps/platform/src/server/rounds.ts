import type { AuditSpool } from '../audit/audit-spool.ts';
import { writeDueCheckpoints } from '../audit/checkpoints.ts';
import type { Log } from '../operations/log.ts';
import type { Store } from '../store/store.ts';
import type { ServerSettings } from './server-options.ts';

export interface RoundsOptions {
  readonly store: Store;
  readonly spool: AuditSpool;
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly now: () => number;
}

const everyMs = 60_000;

/** What is done again and again: signed checkpoints of the audit logs, and what was spooled while the database was away. */
export function runRounds({ store, spool, settings: { auditKey: signer }, log, now }: RoundsOptions): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    await spool.foldInto(store);
    if (signer === undefined) return;
    for (const checkpoint of await writeDueCheckpoints({ store, signer, now })) log.info({ checkpoint }, 'audit checkpoint');
  };
  const timer = setInterval(() => {
    running = running.then(round).catch((error: unknown) => log.warn({ error }, 'a round failed'));
  }, everyMs);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
