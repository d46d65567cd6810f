import { randomBytes } from 'node:crypto';
import { createSealer } from '../sealing/create-sealer.ts';
import { rewrap } from '../sealing/rewrap.ts';
import { openFilledDatabase } from '../server/open-database.ts';
import { settingsOf } from './settings-of.ts';
import { UsageError, type Role } from './role.ts';

export const rewrapRole: Role = {
  name: 'rewrap',
  usage: 'rewrap',
  meaning: 'Puts every sealed value under CARNET_ENCRYPTION_KEY; then CARNET_PREVIOUS_ENCRYPTION_KEYS can go. It may be stopped and begun again.',
  async run(process) {
    if (process.args.length > 0) throw new UsageError('rewrap takes nothing.');
    const read = await settingsOf(process, ['encryptionKey']);
    if (!read) return 1;
    const { encryptionKey, previousEncryptionKeys } = read.settings;
    const store = await openFilledDatabase(read.settings);
    const stop = new AbortController();
    void process.stopped.then(() => stop.abort());
    try {
      const count = await rewrap(store, createSealer({ current: encryptionKey, previous: previousEncryptionKeys, randomBytes }), { signal: stop.signal });
      process.stdout.write(`${count} values are under key ${encryptionKey.id} now.\n`);
      return 0;
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      process.stderr.write('Stopped. What is under the new key stays so; start it again for the rest, and keep CARNET_PREVIOUS_ENCRYPTION_KEYS until then.\n');
      return 1;
    } finally {
      await store.close();
    }
  },
};
