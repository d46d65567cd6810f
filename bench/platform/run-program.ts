import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pinnedTo } from './pinned-to.ts';

/** The generator of load stands on the second processor. */
export const generatorProcessor = 1;

/** Runs one of the programs beside this file to its end, with an order as JSON, and gives what it says. */
export async function runProgram<Answer>(name: string, order: object, { timeoutMs, processor }: { readonly timeoutMs: number; readonly processor?: number | undefined }): Promise<Answer> {
  const program = fileURLToPath(new URL(`./programs/${name}`, import.meta.url));
  const [file = '', ...words] = pinnedTo(processor, [process.execPath, ...process.execArgv, program, JSON.stringify(order)]);
  const { stdout } = await promisify(execFile)(file, words, { env: { PATH: process.env['PATH'] ?? '' }, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as Answer;
}
