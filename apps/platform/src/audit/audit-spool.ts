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

/** Acts that take power away must not wait for the database: they are written down here, and folded into their chains later. */
export interface AuditSpool {
  /** On the disk when it settles. */
  add(record: AuditRecord): Promise<void>;
  /**
   * Appends what was spooled to the chains, marked `late`, with the time at which it happened; each record once, though the process dies in
   * the middle.
   *
   * @returns how many records
   * @throws PlatformError `AUDIT_UNAVAILABLE`: they stay in the spool
   */
  foldInto(store: Store): Promise<number>;
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
    async foldInto(store) {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ending)).sort();
      let count = 0;
      for (const name of names) {
        const path = join(folder, name);
        const spooled = parse(await readFile(path, 'utf8'));
        if (spooled && await foldOne(store, name.slice(0, -ending.length), spooled)) count += 1;
        if (spooled) await rm(path);
      }
      return count;
    },
  };
}

/** The entry names its file: where it is there, the process died between the commit and the removal of the file. */
async function foldOne(store: Store, id: string, { record, at }: Omit<DatedRecord, 'late'>): Promise<boolean> {
  return store.unit(async () => {
    const known = await store.db.selectFrom('audit_entry').select('sequence').where('scope', '=', 'platform').where('action', '=', folded).where('target_id', '=', id).executeTakeFirst();
    if (known) return false;
    const note: AuditRecord = { scope: 'platform', actor: { kind: 'platform', id: null, name: null }, action: folded, target: { kind: 'spooled record', id }, details: { action: record.action } };
    await appendAll(store, [{ record, at, late: true }, { record: note, at, late: true }]);
    return true;
  });
}

/** A file that a crash left half-written was never acknowledged; it stays for the eyes of the operator. */
function parse(text: string): Omit<DatedRecord, 'late'> | undefined {
  try {
    return JSON.parse(text) as Omit<DatedRecord, 'late'>;
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
