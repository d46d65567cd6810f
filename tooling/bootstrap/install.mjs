import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { runChild } from './run-child.mjs';
import { pnpmVersion } from './versions.mjs';

/** Whether the pnpm on PATH is the very one this workspace is installed with. */
export function hasPnpm(environment) {
  // Run outside the workspace, where no setting can make pnpm answer for another version.
  const answer = spawnSync('pnpm', ['--version'], { cwd: '/', env: environment, encoding: 'utf8', timeout: 20_000 });
  return answer.status === 0 && answer.stdout.trim() === pnpmVersion;
}

/** Whether node_modules was last installed from exactly this lockfile. */
export function isInstalled(root) {
  return existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === stamp(root);
}

/** Installs the locked dependencies; silent unless it fails. Gives the exit code. */
export async function install(root, environment) {
  process.stderr.write('Installing the locked dependencies (the first time takes a minute) …\n');
  const before = stamp(root);
  const code = await runChild(['pnpm', 'install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=error'], {
    cwd: root,
    // CI: pnpm asks no questions.
    env: { ...environment, CI: 'true' },
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (code === 0) writeFileSync(stampFile(root), before);
  return code;
}

function stampFile(root) {
  return join(root, 'node_modules', '.carnet-installed');
}

function stamp(root) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}
