import { createAudit } from '../audit/create-audit.ts';
import { loseUnfinished } from '../kickoffs/sweeper.ts';
import { createWakeUps } from '../kickoffs/wake-ups.ts';
import { readBackup, type RestoredBackup } from '../operations/backup/read-backup.ts';
import type { Store } from '../store/store.ts';

/**
 * Fills an empty database with a backup, and ends the kickoffs that had not ended then: no worker is handed one of them.
 *
 * @throws PlatformError as {@link readBackup}
 */
export async function restoreDatabase(store: Store, lines: AsyncIterable<string>, now: () => number): Promise<RestoredBackup & { readonly lostKickoffs: number }> {
  let lostKickoffs = 0;
  const restored = await readBackup(store, lines, async (filled) => {
    lostKickoffs = await loseUnfinished({ store: filled, audit: createAudit({ store: filled, now }), wakeUps: createWakeUps(), observe: {}, now });
  });
  return { ...restored, lostKickoffs };
}
