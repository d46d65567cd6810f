import { openDatabase } from '../server/open-database.ts';
import { migrate, pendingMigrations } from '../store/migrate.ts';
import { settingsOf } from './settings-of.ts';
import { UsageError, type Role } from './role.ts';

export const migrateRole: Role = {
  name: 'migrate',
  usage: 'migrate [--plan]',
  meaning: 'Brings the tables up to this version; with --plan only tells what it would do.',
  async run(process) {
    const [flag, ...more] = process.args;
    if (more.length > 0 || (flag !== undefined && flag !== '--plan')) throw new UsageError('migrate takes --plan and nothing else.');
    const read = await settingsOf(process, []);
    if (!read) return 1;
    const store = await openDatabase(read.settings);
    try {
      const steps = flag === '--plan' ? await pendingMigrations(store) : await migrate(store);
      process.stdout.write(steps.length === 0 ? 'The tables are up to date.\n' : steps.map((step) => `${flag === '--plan' ? 'would take' : 'took'} ${step}\n`).join(''));
      return 0;
    } finally {
      await store.close();
    }
  },
};
