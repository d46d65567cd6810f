import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { WorkerError } from './worker-error.ts';

/** What a worker keeps of itself between two starts. */
export interface KeptToken {
  /** The platform that gave it: it is shown to no other. */
  readonly url: string;
  readonly workerId: string;
  readonly token: string;
}

const form = z.object({ url: z.string(), workerId: z.string(), token: z.string().regex(/^carnet_wkr_[\w-]{43}$/) });
const fileName = 'worker.json';

/** @throws WorkerError where the file is damaged, or somebody else may read it */
export function readKeptToken(directory: string): KeptToken | undefined {
  const path = join(directory, fileName);
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new WorkerError(`Other users may read ${path}.`, `Run chmod 600 ${path}, and have the token revoked if they did.`);
    }
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof WorkerError) throw error;
    throw new WorkerError(`${path} cannot be read.`, 'Give it to the user of this worker.');
  }
  try {
    return form.parse(JSON.parse(text));
  } catch {
    throw new WorkerError(`${path} is damaged.`, 'Remove it, and start with a new join token.');
  }
}

/** Whole or not at all: a join token works once. */
export function keepToken(directory: string, kept: KeptToken): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, fileName);
    const made = `${path}.${randomUUID()}`;
    writeFileSync(made, JSON.stringify(kept), { mode: 0o600, flag: 'wx', flush: true });
    renameSync(made, path);
  } catch {
    throw new WorkerError(`The token of this worker cannot be kept in ${directory}.`, 'Set CARNET_STATE_DIRECTORY to a directory of its own.');
  }
}

/** Before the join token is used up. @throws WorkerError */
export function checkStateDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const probe = join(directory, `.${randomUUID()}`);
    writeFileSync(probe, '', { mode: 0o600, flag: 'wx' });
    renameSync(probe, join(directory, '.writable'));
  } catch {
    throw new WorkerError(`The directory ${directory} cannot be written.`, 'Set CARNET_STATE_DIRECTORY to a directory of its own.');
  }
}
