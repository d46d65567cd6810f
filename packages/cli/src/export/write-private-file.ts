import { constants, lstatSync, type Stats } from 'node:fs';
import { link, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CarnetError } from '@carnet/provider';

export interface PrivateFileOptions {
  /** Puts it in the place of whatever file is there. */
  readonly force: boolean;
  readonly random: (size: number) => Uint8Array;
}

/** What has this name, a link itself included; of a name that cannot be looked at, writing tells. */
export function foundAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/**
 * Writes the whole text or nothing, readable by the user alone from its first moment on. It gets its name only when it is complete; a
 * link of that name is never followed.
 *
 * @throws CarnetError `SECRET_FILE_FAILED`
 */
export async function writePrivateFile(path: string, text: string, { force, random }: PrivateFileOptions): Promise<void> {
  const draft = join(dirname(path), `.carnet-${Buffer.from(random(8)).toString('hex')}`);
  let made = false;
  try {
    const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
    made = true;
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    // A second name fails where the first is taken, links included; a rename takes the place of either.
    if (force) await rename(draft, path);
    else await link(draft, path);
    made = !force;
  } catch (error) {
    throw new CarnetError({ code: 'SECRET_FILE_FAILED', step: 'inject', message: `${basename(path)} could not be written (${reasonOf(error)}).`, hint: 'Name a file in a folder of your own; --force takes the place of one that is there.' });
  } finally {
    if (made) await unlink(draft).catch(() => undefined);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}
