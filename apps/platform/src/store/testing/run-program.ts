import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a program beside this file as a process of its own. */
export function runProgram(name: string, ...values: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(name, import.meta.url));
  return spawn(process.execPath, ['--conditions=carnet-source', path, ...values], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Its lines as they come. */
export async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of child.stdout ?? []) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
