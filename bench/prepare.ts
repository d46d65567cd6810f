import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = new URL('..', import.meta.url).pathname;

/** Builds what the cold processes load: the packages as they are published, and the single file. */
export async function prepare(): Promise<void> {
  const turbo = new URL('../node_modules/turbo/bin/turbo', import.meta.url).pathname;
  await run(process.execPath, [turbo, 'run', 'build'], { cwd: root, timeout: 300_000 });
  await run(process.execPath, [...process.execArgv, 'tooling/bundle/main.ts'], { cwd: root, timeout: 60_000 });
}
