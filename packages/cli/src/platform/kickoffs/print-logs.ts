import { exitCodes } from '../../exit-codes.ts';
import { printJson } from '../../print-json.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import type { AnswerOf } from '../connection/api-types.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { followKickoff } from './follow-kickoff.ts';
import { exitCodeOfRun, kickoffsPath, type LogLine } from './kickoff-record.ts';
import { printLine, reportLines } from './run-report.ts';

/** `carnet runs logs`. */
export async function printLogs({ platform: { api }, args: [id = ''], options, host }: PlatformCall<PlatformOptions & { readonly follow?: boolean }>): Promise<number> {
  const print = (line: LogLine): void => { if (options.json) printJson(host, line); else printLine(line, host); };
  if (options.follow) {
    const record = await followKickoff(api, id, { onLine: print });
    if (!options.json) for (const line of reportLines(record)) host.stderr.write(`carnet: ${line}\n`);
    return exitCodeOfRun(record);
  }
  for (let after: number | null = 0; after !== null; ) {
    const page: AnswerOf<'get', `${typeof kickoffsPath}/{kickoff}/logs`> = await api.request('get', `${kickoffsPath}/{kickoff}/logs`, { path: { kickoff: id }, query: { after } });
    for (const line of page.items) print(line);
    if (page.next === null && page.truncated) host.stderr.write('carnet: the log was longer than is kept.\n');
    after = page.next;
  }
  return exitCodes.success;
}
