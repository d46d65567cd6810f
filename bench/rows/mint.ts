import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { atMost, type Effort, type Row } from '../row.ts';

const program = new URL('../programs/mint.ts', import.meta.url).pathname;

/** CPU of a mint against `crypto.sign` of the same bytes, pinned to one processor, in a process of its own. */
export async function mintRows({ rounds }: Effort): Promise<readonly Row[]> {
  const command = [process.execPath, ...process.execArgv, program, String(Math.max(15, rounds))];
  const pinned = process.platform === 'linux' ? ['taskset', '-c', '0', ...command] : command;
  const [file = '', ...words] = pinned;
  const { stdout } = await promisify(execFile)(file, words, { env: { PATH: process.env['PATH'] ?? '', UV_THREADPOOL_SIZE: '1' }, timeout: 120_000 });
  return [atMost('mint, CPU, against crypto.sign', Number(stdout), '×', 1.25)];
}
