import { PlatformError } from '../errors/platform-error.ts';
import { isoTime } from '../http/iso-time.ts';
import type { KickoffParts } from './kickoff-parts.ts';

export interface ShownLine {
  readonly sequence: number;
  readonly at: string;
  readonly stream: 'stdout' | 'stderr' | 'carnet';
  readonly text: string;
}

/** Lines behind a sequence, in their order. */
export async function linesAfter({ db }: KickoffParts['store'], organization: string, kickoff: string, after: number, limit: number): Promise<readonly ShownLine[]> {
  const rows = await db.selectFrom('kickoff_log').select(['sequence', 'at', 'stream', 'text']).where('organization_id', '=', organization).where('kickoff_id', '=', kickoff).where('sequence', '>', after).orderBy('sequence').limit(limit).execute();
  return rows.map(({ sequence, at, stream, text }) => ({ sequence, at: isoTime(at), stream, text }));
}

/** @throws PlatformError `RESOURCE_NOT_FOUND` */
export async function readLog({ store }: Pick<KickoffParts, 'store'>, organization: string, kickoff: string, { after, limit, automation }: { readonly after: number; readonly limit: number; readonly automation?: string | undefined }): Promise<{ readonly items: readonly ShownLine[]; readonly next: number | null; readonly truncated: boolean }> {
  let query = store.db.selectFrom('kickoff').select('log_truncated').where('organization_id', '=', organization).where('id', '=', kickoff);
  if (automation !== undefined) query = query.where('automation_id', '=', automation);
  const row = await query.executeTakeFirst();
  if (row === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no kickoff of this id.' });
  const lines = await linesAfter(store, organization, kickoff, after, limit + 1);
  const items = lines.slice(0, limit);
  return { items, next: lines.length > limit ? items.at(-1)?.sequence ?? null : null, truncated: row.log_truncated === 1 };
}
