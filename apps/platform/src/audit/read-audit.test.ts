import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCursors } from '../store/cursors.ts';
import { collect } from '../store/testing/collect.ts';
import { eachDatabase } from '../testing/databases.ts';
import { createAuditSpool } from './audit-spool.ts';
import { exportAudit, type ShownEntry } from './export-audit.ts';
import { listAudit } from './list-audit.ts';
import { openAudited, recordOf, records } from './testing/audited-store.ts';
import { verifyAudit } from './verify-audit.ts';

const cursors = createCursors(randomBytes(32));
const numbers = (entries: readonly ShownEntry[]): unknown[] => entries.map(({ details }) => details['number']);

eachDatabase((databases) => {
  describe('the list of a chain', () => {
    it('is newest first, page after page, each entry once, though more come in between', async () => {
      const { store, audit } = await openAudited(databases);
      await audit.append(...records('a', 25), ...records('b', 5));
      const seen: unknown[] = [];
      let cursor: string | undefined;
      do {
        const { items, next } = await listAudit({ store, cursors }, { scope: 'a', limit: 10, cursor });
        seen.push(...numbers(items));
        cursor = next ?? undefined;
        await audit.append(recordOf('a', 99));
      } while (cursor);
      expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
    });

    it('is filtered by actor, action, target and time', async () => {
      const { store, audit, clock } = await openAudited(databases);
      await audit.append(...records('a', 6));
      const later = clock.now += 1000;
      await audit.append(recordOf('a', 7, 'credential.deleted'), recordOf('a', 8, 'credentials'));
      const list = async (filter: object): Promise<unknown[]> => numbers((await listAudit({ store, cursors }, { scope: 'a', limit: 100, ...filter })).items);
      expect(await list({ actor: 'person 1' })).toEqual([7, 4, 1]);
      expect(await list({ target: 'credential 2' })).toEqual([7, 2]);
      expect(await list({ action: 'credential.deleted' })).toEqual([7]);
      expect(await list({ action: 'credential.' })).toEqual([7, 6, 5, 4, 3, 2, 1]);
      expect(await list({ from: later })).toEqual([8, 7]);
      expect(await list({ to: later, actor: 'person 0' })).toEqual([6, 3]);
      expect(await list({ actor: 'nobody' })).toEqual([]);
    });

    it('takes no cursor of another chain', async () => {
      const { store, audit } = await openAudited(databases);
      await audit.append(...records('a', 3), ...records('b', 3));
      const { next } = await listAudit({ store, cursors }, { scope: 'a', limit: 1 });
      await expect(listAudit({ store, cursors }, { scope: 'b', limit: 1, cursor: next ?? '' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    });

    it('shows all of an entry', async () => {
      const { store, audit } = await openAudited(databases);
      await audit.append(recordOf('a', 1), { scope: 'a', actor: { kind: 'platform', id: null, name: null }, action: 'started' });
      const { items } = await listAudit({ store, cursors }, { scope: 'a', limit: 2 });
      expect(items).toMatchObject([
        { sequence: 2, actor: { kind: 'platform', id: null, name: null }, action: 'started', target: null, details: {}, requestId: null, address: null, late: false },
        {
          scope: 'a', sequence: 1, at: '2026-01-01T00:00:00.000Z', actor: { kind: 'person', id: 'person 1', name: 'Ada Lovelace' }, action: 'credential.created',
          target: { kind: 'credential', id: 'credential 1', name: 'Production' }, details: { number: 1 }, requestId: 'request 1', address: '192.0.2.1', late: false,
        },
      ]);
      expect(items[0]?.previousHash).toBe(items[1]?.hash);
    });
  });

  it('the export is one JSON object a line, oldest first, in pieces, and as the chain was when it began', async () => {
    const { store, audit, clock } = await openAudited(databases);
    await audit.append(...records('a', 1200));
    const pieces: string[] = [];
    for await (const piece of exportAudit({ store, scope: 'a' })) {
      if (pieces.length === 0) await audit.append(...records('a', 10));
      pieces.push(piece);
    }
    expect(pieces).toHaveLength(3);
    const lines = pieces.join('').split('\n');
    expect(lines.pop()).toBe('');
    expect(numbers(lines.map((line) => JSON.parse(line) as ShownEntry))).toEqual(Array.from({ length: 1200 }, (_, index) => index + 1));
    clock.now += 1000;
    await audit.append(recordOf('a', 5000));
    const since = (await collect(exportAudit({ store, scope: 'a', from: clock.now }))).join('');
    expect(numbers(since.trim().split('\n').map((line) => JSON.parse(line) as ShownEntry))).toEqual([5000]);
  });

  describe('the spool', () => {
    const folder = (): string => {
      const path = mkdtempSync(join(tmpdir(), 'carnet-spool-'));
      onTestFinished(() => rmSync(path, { recursive: true }));
      return join(path, 'spool');
    };

    it('keeps an act that takes power away while the database is away, and folds it in later, marked, with its own time', async () => {
      const { store, audit, now, clock } = await openAudited(databases);
      const path = folder();
      const spool = createAuditSpool({ folder: path, now });
      const happened = clock.now;
      await spool.add(recordOf('a', 1, 'token.revoked'));
      clock.now += 60_000;
      await spool.add(recordOf('platform', 2, 'key.removed'));
      expect(readdirSync(path).map((name) => statSync(join(path, name)).mode & 0o777)).toEqual([0o600, 0o600]);
      await audit.append(recordOf('a', 3));
      expect(await spool.foldInto(store)).toBe(2);
      expect(await spool.foldInto(store)).toBe(0);
      expect(readdirSync(path)).toEqual([]);
      const { items } = await listAudit({ store, cursors }, { scope: 'a', limit: 10 });
      expect(items.map(({ action, late, at }) => [action, late, at])).toEqual([
        ['token.revoked', true, new Date(happened).toISOString()], ['credential.created', false, new Date(clock.now).toISOString()],
      ]);
      for (const scope of ['a', 'platform']) expect(await verifyAudit({ store, scope })).toMatchObject({ intact: true });
    });

    it('folds each act in once, though the process dies before it removes the file', async () => {
      const { store, now } = await openAudited(databases);
      const path = folder();
      const spool = createAuditSpool({ folder: path, now });
      await spool.add(recordOf('a', 1, 'token.revoked'));
      const [name = ''] = readdirSync(path);
      const content = readFileSync(join(path, name));
      expect(await spool.foldInto(store)).toBe(1);
      writeFileSync(join(path, name), content);
      expect(await spool.foldInto(store)).toBe(0);
      expect(readdirSync(path)).toEqual([]);
      expect((await listAudit({ store, cursors }, { scope: 'a', limit: 10 })).items).toHaveLength(1);
    });

    it('leaves what a crash wrote by half, and what cannot be folded in yet', async () => {
      const { store, now } = await openAudited(databases);
      const path = folder();
      const spool = createAuditSpool({ folder: path, now });
      expect(await spool.foldInto(store)).toBe(0);
      await spool.add(recordOf('a', 1, 'token.revoked'));
      writeFileSync(join(path, '0-half.json'), '{"record":');
      await store.db.schema.alterTable('audit_entry').renameTo('elsewhere').execute();
      await expect(spool.foldInto(store)).rejects.toMatchObject({ code: 'UNEXPECTED' });
      expect(readdirSync(path)).toHaveLength(2);
      await store.db.schema.alterTable('elsewhere').renameTo('audit_entry').execute();
      expect(await spool.foldInto(store)).toBe(1);
      expect(readdirSync(path)).toEqual(['0-half.json']);
    });
  });
});
