import { open, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { writeBackup } from '../operations/backup/write-backup.ts';
import { openDatabase, openFilledDatabase } from '../server/open-database.ts';
import { restoreDatabase } from '../server/restore-database.ts';
import { settingsOf } from './settings-of.ts';
import { UsageError, type Role } from './role.ts';

export const backupRole: Role = {
  name: 'backup',
  usage: 'backup <file | ->',
  meaning: 'Writes everything as of one moment, sealed values sealed: without the encryption key it opens nothing.',
  async run(process) {
    const [target, ...more] = process.args;
    if (target === undefined || more.length > 0) throw new UsageError('backup takes one file, or - for standard output.');
    const read = await settingsOf(process, []);
    if (!read) return 1;
    const store = await openFilledDatabase(read.settings);
    let whole = false;
    const file = target === '-' ? undefined : await open(target, 'wx', 0o600);
    try {
      const { rows } = await writeBackup(store, {
        now: Date.now,
        write: async (line) => {
          if (file) await file.write(line);
          else if (!process.stdout.write(line)) await once(process.stdout, 'drain');
        },
      });
      await file?.sync();
      whole = true;
      process.stderr.write(`${rows} rows written.\n`);
      return 0;
    } finally {
      await file?.close();
      // A part of a backup is none.
      if (!whole && file) await rm(target, { force: true });
      await store.close();
    }
  },
};

export const restoreRole: Role = {
  name: 'restore',
  usage: 'restore <file | ->',
  meaning: 'Fills an empty database with a backup, of either kind of database.',
  async run(process) {
    const [source, ...more] = process.args;
    if (source === undefined || more.length > 0) throw new UsageError('restore takes one file, or - for standard input.');
    const read = await settingsOf(process, []);
    if (!read) return 1;
    const store = await openDatabase(read.settings);
    const file = source === '-' ? undefined : await open(source);
    try {
      const { rows, at, lostKickoffs } = await restoreDatabase(store, createInterface({ input: file?.createReadStream({ autoClose: false }) ?? process.stdin, crlfDelay: Infinity }), Date.now);
      process.stderr.write(`${rows} rows restored, as of ${at}. ${lostKickoffs} kickoffs had not ended then: they count as lost, and none of them is run again. Everybody signs in anew. What was revoked since is valid again: look through the members, tokens and workers.\n`);
      return 0;
    } finally {
      await file?.close();
      await store.close();
    }
  },
};
