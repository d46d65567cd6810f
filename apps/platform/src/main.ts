#!/usr/bin/env node
import { auditRole } from './roles/audit.ts';
import { backupRole, restoreRole } from './roles/backup.ts';
import { healthRole } from './roles/health.ts';
import { migrateRole } from './roles/migrate.ts';
import { rewrapRole } from './roles/rewrap.ts';
import { UsageError, type Role } from './roles/role.ts';
import { serveRole } from './roles/serve.ts';
import { settingsRole } from './roles/show-settings.ts';
import { tellFailure } from './roles/tell-failure.ts';
import { workerRole } from './roles/worker.ts';
import { untilStopped } from './until-stopped.ts';

const roles: readonly Role[] = [serveRole, workerRole, migrateRole, backupRole, restoreRole, rewrapRole, auditRole, settingsRole, healthRole];
const [name = '', ...args] = process.argv.slice(2);
const role = roles.find((each) => each.name === name);

// Failure is what an end that nobody foresaw looks like.
process.exitCode = 1;
if (role === undefined) {
  const asked = ['help', '--help', '-h'].includes(name);
  const text = `${asked ? '' : `There is no role ${JSON.stringify(name.slice(0, 40))}.\n`}Usage: carnet-platform <role>\n\n${roles.map(({ usage, meaning }) => `  ${usage}\n      ${meaning}\n`).join('')}`;
  (asked ? process.stdout : process.stderr).write(text);
  process.exitCode = asked ? 0 : 2;
} else {
  const { env: environment, stdin, stdout, stderr } = process;
  try {
    process.exitCode = await role.run({ environment, args, stdin, stdout, stderr, stopped: untilStopped() });
  } catch (error) {
    if (error instanceof UsageError) {
      stderr.write(`${error.message}\n`);
      process.exitCode = 2;
    } else {
      tellFailure(stderr, error);
    }
  }
  // What a role leaves open must not keep the process from ending.
  setImmediate(() => process.exit());
}
