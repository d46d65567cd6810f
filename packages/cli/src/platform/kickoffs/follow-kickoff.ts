import { setTimeout as sleep } from 'node:timers/promises';
import { CarnetError } from '@carnet/provider';
import { isCarnetError } from '../../thrown-value.ts';
import type { PlatformApi } from '../connection/platform-api.ts';
import { hasEnded, kickoffsPath, type KickoffRecord, type LogLine } from './kickoff-record.ts';

export interface Watched {
  readonly onLine: (line: LogLine) => void;
  readonly onStatus?: (status: string) => void;
  readonly signal?: AbortSignal;
}

const pauseMs = 1_000;
// A minute without the platform: a restart is shorter.
const mostFailures = 60;

/**
 * Watches a run to its end. A stream that breaks is taken up again behind the last line that came.
 *
 * @returns the record of the ended run
 */
export async function followKickoff(api: PlatformApi, id: string, { onLine, onStatus, signal }: Watched): Promise<KickoffRecord> {
  let last = 0;
  for (let failures = 0; ; ) {
    try {
      const stream = api.events('get', `${kickoffsPath}/{kickoff}/events`, { path: { kickoff: id }, ...(signal && { signal }), ...(last > 0 && { headers: { 'last-event-id': String(last) } }) });
      for await (const { event, data } of stream) {
        failures = 0;
        if (event === 'status') onStatus?.((data as { readonly status: string }).status);
        if (event !== 'line') continue;
        const line = data as LogLine;
        if (line.sequence > last) onLine(line);
        last = Math.max(last, line.sequence);
      }
      const record = await readRecord(api, id);
      if (hasEnded(record)) return record;
    } catch (error) {
      failures += 1;
      if (signal?.aborted !== true && (!isPassing(error) || failures >= mostFailures)) throw error;
    }
    if (signal?.aborted) throw new CarnetError({ code: 'DEADLINE_EXCEEDED', message: `Run ${id} did not end in time.`, hint: 'It goes on: carnet runs show tells how it stands.' });
    await sleep(pauseMs);
  }
}

export async function readRecord(api: PlatformApi, id: string): Promise<KickoffRecord> {
  return await api.request('get', `${kickoffsPath}/{kickoff}`, { path: { kickoff: id } });
}

function isPassing(error: unknown): boolean {
  if (!isCarnetError(error)) return false;
  const { code, status } = error as { readonly code: string; readonly status?: number };
  return code === 'PLATFORM_UNREACHABLE' || code === 'DEADLINE_EXCEEDED' || status === 429 || status === 503;
}
