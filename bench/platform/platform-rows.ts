import type { Row } from '../row.ts';
import type { PlatformEffort } from './effort.ts';
import { documentRows } from './rows/documents.ts';
import { heapRows } from './rows/heap.ts';
import { listRows } from './rows/lists.ts';
import { overloadRows } from './rows/overload.ts';
import { subjectTokenRows } from './rows/subject-tokens.ts';
import { warmKickoffRows } from './rows/warm-kickoff.ts';
import { startPostgres } from './start-postgres.ts';

/** The figures of the platform, on both databases. */
export async function platformRows(effort: PlatformEffort): Promise<readonly Row[]> {
  await using postgres = await startPostgres();
  return [
    ...(await documentRows(postgres, effort)),
    ...(await subjectTokenRows(postgres, effort)),
    ...(await warmKickoffRows(postgres)),
    ...(await overloadRows(postgres, effort)),
    ...(await listRows(postgres, effort)),
    ...(await heapRows(effort)),
  ];
}
