import type { Audit } from '../audit/audit.ts';
import { writeDueCheckpoints } from '../audit/checkpoints.ts';
import { applyRetention } from '../audit/retention.ts';
import type { Withdrawals } from '../machines/withdrawals.ts';
import type { Log } from '../operations/log.ts';
import type { People } from '../people/people.ts';
import type { Store } from '../store/store.ts';
import type { ServerSettings } from './server-options.ts';

export interface RoundsOptions {
  readonly store: Store;
  readonly audit: Audit;
  readonly withdrawals: Pick<Withdrawals, 'carryOut'>;
  readonly people: Pick<People, 'removeExpired'>;
  readonly settings: Pick<ServerSettings, 'auditKey' | 'auditRetentionDays'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly now: () => number;
}

const everyMs = 60_000;
const day = 86_400_000;

/** One round: what the database did not take is carried out, what is over is removed, and the audit logs get their signed checkpoints and lose, once a day, what is older than is kept. */
export function createRound({ store, audit, withdrawals, people, settings: { auditKey: signer, auditRetentionDays: days }, log, now }: RoundsOptions): () => Promise<void> {
  let retainedOn: number | undefined;
  return async () => {
    await withdrawals.carryOut();
    await people.removeExpired();
    if (signer === undefined) return;
    for (const checkpoint of await writeDueCheckpoints({ store, signer, now })) log.info({ checkpoint }, 'audit checkpoint');
    const today = Math.floor(now() / day);
    if (days === undefined || today === retainedOn) return;
    for (const { scope, removed, problem } of await applyRetention({ store, audit, signer, days, now })) {
      if (problem === undefined) log.info({ scope, removed }, 'audit entries removed');
      else log.warn({ scope, problem }, 'audit entries that are old enough were left');
    }
    retainedOn = today;
  };
}

/** Round after round, each minute. */
export function runRounds(options: RoundsOptions): { close(): Promise<void> } {
  const { log } = options;
  const round = createRound(options);
  let running: Promise<void> = Promise.resolve();
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
