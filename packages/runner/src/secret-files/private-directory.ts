import { randomBytes } from 'node:crypto';
import { mkdirSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { CarnetError } from '@carnet/provider';

/** A new directory that this user alone may enter. */
export interface PrivateDirectory {
  readonly path: string;
  /** Whether it is kept in memory and on no disk. */
  readonly inMemory: boolean;
}

export interface PlaceOptions {
  /** Looked through for `XDG_RUNTIME_DIR`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where to go when nothing better is there. Default: the system's directory for temporary files. */
  readonly temporary?: string | undefined;
  /** Hears of each path before it is made. */
  readonly onPath?: ((path: string) => void) | undefined;
}

// TMPFS_MAGIC, statfs(2)
const tmpfs = 0x01021994;

/**
 * In `XDG_RUNTIME_DIR` where it is ours alone, else in `/dev/shm` where that is a file system in memory, else among the temporary files.
 *
 * @throws CarnetError `SECRET_FILE_FAILED`
 */
export function makePrivateDirectory({ environment, temporary = tmpdir(), onPath }: PlaceOptions): PrivateDirectory {
  const runtime = environment['XDG_RUNTIME_DIR'];
  const places = [...(runtime !== undefined && isOursAlone(runtime) ? [runtime] : []), ...(isInMemory('/dev/shm') ? ['/dev/shm'] : []), temporary];
  let reason = 'unknown';
  for (const place of places) {
    try {
      const path = join(place, `carnet-${randomBytes(8).toString('hex')}`);
      onPath?.(path);
      mkdirSync(path, { mode: 0o700 });
      return { path, inMemory: isInMemory(path) };
    } catch (error) {
      reason = codeOf(error);
    }
  }
  throw fileFailure('No private directory could be made for files of secrets', reason);
}

/** Tells the system's code and nothing else of its error. */
export function fileFailure(sentence: string, reason: string): CarnetError {
  return new CarnetError({ code: 'SECRET_FILE_FAILED', step: 'inject', message: `${sentence} (${reason}).` });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

/** As the XDG Base Directory Specification wants it. */
function isOursAlone(path: string): boolean {
  try {
    const { mode, uid } = statSync(path);
    return isAbsolute(path) && !path.includes('\n') && uid === process.getuid?.() && (mode & 0o077) === 0;
  } catch {
    return false;
  }
}

function isInMemory(path: string): boolean {
  try {
    return process.platform === 'linux' && statfsSync(path).type === tmpfs;
  } catch {
    return false;
  }
}
