import { spawnSync } from 'node:child_process';

/** Runs a script of the workspace and gives the one JSON value that its stdout holds. Ends this process when there is none. */
export function runJson(...words) {
  const { status, stdout } = spawnSync('npm', ['run', ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) {
    console.log(`npm run ${words.join(' ')} ended with ${status}`);
    process.exit(1);
  }
  return JSON.parse(stdout);
}
