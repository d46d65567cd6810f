import type { ServerEvent } from '../http/event-stream.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { linesAfter } from './read-log.ts';
import { shownSteps } from './shown-steps.ts';
import { kickoffTopic } from './wake-ups.ts';

const linesAtOnce = 200;

/**
 * What happens to a kickoff, until it has ended: `status` and `steps` when they change, `line` for each line of its log, at last `end`. Lines carry their
 * sequence as id, and a client that comes back gets those behind the last one that it has.
 */
export async function* kickoffEvents({ store, wakeUps, limits }: Pick<KickoffParts, 'store' | 'wakeUps' | 'limits'>, organization: string, kickoff: string, lastSequence: number, signal: AbortSignal): AsyncGenerator<ServerEvent, void, undefined> {
  let [sequence, told] = [lastSequence, { status: '', steps: '' }];
  using listener = wakeUps.listen(kickoffTopic(kickoff));
  while (!signal.aborted) {
    const row = await store.db.selectFrom('kickoff').select(['status', 'steps', 'ended_at', 'exit_code', 'error', 'log_sequence', 'log_truncated']).where('organization_id', '=', organization).where('id', '=', kickoff).executeTakeFirst();
    if (row === undefined) return;
    if (row.steps !== told.steps) yield { event: 'steps', data: shownSteps(row.steps) };
    while (sequence < row.log_sequence && !signal.aborted) {
      const lines = await linesAfter(store, organization, kickoff, sequence, linesAtOnce);
      for (const line of lines) yield { event: 'line', data: line, id: String(line.sequence) };
      sequence = Math.max(lines.at(-1)?.sequence ?? 0, lines.length < linesAtOnce ? row.log_sequence : 0);
    }
    if (row.status !== told.status) {
      yield { event: 'status', data: { status: row.status, exitCode: row.exit_code, error: row.error === null ? null : JSON.parse(row.error) as unknown, logTruncated: row.log_truncated === 1 } };
    }
    told = { status: row.status, steps: row.steps };
    // Without it a client comes back: streams end for other reasons, too.
    if (row.ended_at !== null) return yield { event: 'end', data: null };
    await listener.next(limits.pollMs, signal);
  }
}
