import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../store/store.ts';
import type { AuditRecord } from './audit.ts';
import type { DatedRecord } from './append-entries.ts';
import { appendAll } from './create-audit.ts';

export interface AuditSpoolParts {
  /** A folder of its own, on a disk that outlives the process; made where it is missing. */
  readonly folder: string;
  readonly now: () => number;
}

export type SpooledRecord = Omit<DatedRecord, 'late'>;

/** Acts that take power away must not wait for the database: they are written down here, and folded into their chains later. */
export interface AuditSpool {
  /** On the disk when it settles. */
  add(record: AuditRecord): Promise<void>;
  /** What waits, oldest first. */
  waiting(): Promise<readonly SpooledRecord[]>;
  /**
   * Appends what was spooled to the chains, marked `late`, with the time at which it happened; each record once, though the process dies in
   * the middle.
   *
   * @param carryOut does what the record tells of, in the same unit
   * @returns how many records
   * @throws PlatformError `AUDIT_UNAVAILABLE`: they stay in the spool
   */
  foldInto(store: Store, carryOut?: (spooled: SpooledRecord) => Promise<void>): Promise<number>;
}

const folded = 'audit.folded';
const ending = '.json';

/**
 * @example
 * const spool = createAuditSpool({ folder: '/var/lib/carnet/audit-spool', now: Date.now });
 * await spool.add({ scope: organization, actor, action: 'token.revoked', target: { kind: 'token', id } });
 */
export function createAuditSpool({ folder, now }: AuditSpoolParts): AuditSpool {
  return {
    async add(record) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${String(now()).padStart(15, '0')}-${randomUUID()}`;
      await durably(folder, `${name}${ending}`, JSON.stringify({ record, at: now() }));
    },
    async waiting() {
      return (await readAll(folder)).map(({ spooled }) => spooled);
    },
    async foldInto(store, carryOut) {
      let count = 0;
      for (const { path, id, spooled } of await readAll(folder)) {
        if (await foldOne(store, id, spooled, carryOut)) count += 1;
        await rm(path);
      }
      return count;
    },
  };
}

interface SpoolFile {
  readonly path: string;
  readonly id: string;
  readonly spooled: SpooledRecord;
}

async function readAll(folder: string): Promise<readonly SpoolFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ending)).sort();
  const files = await Promise.all(names.map(async (name) => ({ path: join(folder, name), id: name.slice(0, -ending.length), spooled: parse(await readFile(join(folder, name), 'utf8')) })));
  return files.filter((file): file is SpoolFile => file.spooled !== undefined);
}

/** The entry names its file: where it is there, the process died between the commit and the removal of the file. */
async function foldOne(store: Store, id: string, spooled: SpooledRecord, carryOut?: (spooled: SpooledRecord) => Promise<void>): Promise<boolean> {
  const { record, at } = spooled;
  return store.unit(async () => {
    const known = await store.db.selectFrom('audit_entry').select('sequence').where('scope', '=', 'platform').where('action', '=', folded).where('target_id', '=', id).executeTakeFirst();
    if (known) return false;
    await carryOut?.(spooled);
    const note: AuditRecord = { scope: 'platform', actor: { kind: 'platform', id: null, name: null }, action: folded, target: { kind: 'spooled record', id }, details: { action: record.action } };
    await appendAll(store, [{ record, at, late: true }, { record: note, at, late: true }]);
    return true;
  });
}

/** A file that a crash left half-written was never acknowledged; it stays for the eyes of the operator. */
function parse(text: string): SpooledRecord | undefined {
  try {
    return JSON.parse(text) as SpooledRecord;
  } catch {
    return undefined;
  }
}

async function durably(folder: string, name: string, text: string): Promise<void> {
  const file = await open(join(folder, name), 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  const directory = await open(folder);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
