import type { Connection } from '@carnet/provider';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Readable } from 'node:stream';
import type { ModuleReport } from './process/module-report.ts';
import { sendable } from './process/sent-connection.ts';

/** The report, and whether the module printed anything. */
export interface ModuleRun extends ModuleReport {
  readonly printed: boolean;
}

// Beside this file, as a source and as what is built of it.
const entry = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './module-process.ts' : './module-process.js', import.meta.url));
const longestMs = 20_000;
const runs = new Map<string, Promise<ModuleRun>>();

/** Imports a module in a process of its own, with an empty environment; once for all assertions that ask. */
export function runModuleProcess(module: URL, connection: Connection): Promise<ModuleRun> {
  // Each double is new, and names its store anew: the module is the same.
  const key = `${connection.method} ${module.href}`;
  const known = runs.get(key);
  if (known !== undefined) return known;
  const run = start(module, JSON.stringify(sendable(connection)));
  runs.set(key, run);
  return run;
}

async function start(module: URL, connection: string): Promise<ModuleRun> {
  // In Carnet's own workspace, its packages are read from their sources; elsewhere nothing knows the condition.
  const child = spawn(process.execPath, ['--no-warnings', '--conditions=carnet-source', entry, module.href], {
    env: {}, stdio: ['pipe', 'pipe', 'pipe', 'pipe'], timeout: longestMs, killSignal: 'SIGKILL',
  });
  // A list of processes shows what a process is called with, and not this.
  child.stdin?.on('error', () => undefined).end(connection);
  const [out, error, report] = await Promise.all(child.stdio.slice(1).map((stream) => text(stream as Readable)));
  if (report === undefined || report === '') {
    return { failure: 'the process ended before its time', defaultExport: 'something else', packages: [], resources: [], read: { opening: [], call: [] }, written: [], changes: [], printed: false };
  }
  return { ...(JSON.parse(report) as ModuleReport), printed: out !== '' || error !== '' };
}
