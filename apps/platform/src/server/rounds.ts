import { writeDueCheckpoints } from '../audit/checkpoints.ts';
import type { Withdrawals } from '../machines/withdrawals.ts';
import type { Log } from '../operations/log.ts';
import type { People } from '../people/people.ts';
import type { Store } from '../store/store.ts';
import type { ServerSettings } from './server-options.ts';

export interface RoundsOptions {
  readonly store: Store;
  readonly withdrawals: Pick<Withdrawals, 'carryOut'>;
  readonly people: Pick<People, 'removeExpired'>;
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly now: () => number;
}

const everyMs = 60_000;

/** What is done again and again: what the database did not take is carried out, what is over is removed, and the audit logs get their signed checkpoints. */
export function runRounds({ store, withdrawals, people, settings: { auditKey: signer }, log, now }: RoundsOptions): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    await withdrawals.carryOut();
    await people.removeExpired();
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
