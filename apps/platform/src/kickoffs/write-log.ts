import { CarnetError } from '@carnet/provider';
import type { LogRequest } from '../worker-protocol/protocol.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { heldKickoff, type LeaseHolder } from './lease.ts';
import { kickoffTopic } from './wake-ups.ts';

type Line = LogRequest['lines'][number];

/**
 * Stores lines once each, in their order, up to the bound. What comes after that is counted and dropped.
 *
 * @throws PlatformError `LEASE_LOST`, `RESOURCE_NOT_FOUND`; CarnetError `REQUEST_INVALID` where lines are missing in between
 */
export async function writeLog(parts: Pick<KickoffParts, 'store' | 'wakeUps' | 'limits' | 'now'>, holder: LeaseHolder, lines: readonly Line[]): Promise<void> {
  const { store, limits } = parts;
  await store.unit(async () => {
    const row = await heldKickoff(parts, holder, true);
    const fresh = lines.filter(({ sequence }) => sequence > row.log_sequence);
    const missing = fresh.findIndex(({ sequence }, index) => sequence !== row.log_sequence + 1 + index);
    if (missing !== -1) throw new CarnetError({ code: 'REQUEST_INVALID', message: `The next line has the sequence ${row.log_sequence + 1 + missing}.`, hint: 'Send the lines in their order, none left out.' });
    if (fresh.length === 0) return;
    const { kept, bytes } = within(fresh, row.log_truncated === 1 ? 0 : limits.logLimitBytes - row.log_bytes);
    if (kept.length > 0) {
      await store.db.insertInto('kickoff_log').values(kept.map(({ sequence, at, stream, text }) => ({ kickoff_id: row.id, organization_id: row.organization_id, sequence, at, stream, text }))).execute();
    }
    await store.db.updateTable('kickoff').set({
      log_sequence: row.log_sequence + fresh.length, log_bytes: row.log_bytes + bytes, log_truncated: row.log_truncated === 1 || kept.length < fresh.length ? 1 : 0,
    }).where('id', '=', row.id).execute();
  });
  parts.wakeUps.wake(kickoffTopic(holder.kickoff));
}

function within(lines: readonly Line[], room: number): { readonly kept: readonly Line[]; readonly bytes: number } {
  let bytes = 0;
  const end = lines.findIndex(({ text }) => {
    const size = Buffer.byteLength(text) + 1;
    if (bytes + size > room) return true;
    bytes += size;
    return false;
  });
  return { kept: end === -1 ? lines : lines.slice(0, end), bytes };
}
