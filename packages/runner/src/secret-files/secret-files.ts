import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guardian } from '../guardian/guardian.ts';
import { codeOf, fileFailure, makePrivateDirectory, type PlaceOptions } from './private-directory.ts';

/** A value that a command reads from a file. */
export interface SecretFile {
  /** Of the variable, and of the file. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface SecretFilesOptions extends Omit<PlaceOptions, 'onPath'> {
  /** Removes the files when the host is killed. */
  readonly guardian?: Guardian | undefined;
  /** Whom the files belong to, where the command runs as another user. Only root may say so. Default: ourselves. */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

/** Files for one command, or for one start of it after the other. */
export interface SecretFiles {
  /** The private directory of them all: mode 0700. */
  readonly directory: string;
  /** Whether it is kept in memory and on no disk. */
  readonly inMemory: boolean;
  /**
   * Writes files for one start, each with mode 0600 and the bytes as they are.
   *
   * @throws CarnetError `SECRET_FILE_FAILED`, naming the variable
   */
  write(files: readonly SecretFile[]): SecretFileSet;
  /** Removes everything. Call it when the last command has ended. Throws `SECRET_FILE_FAILED`. */
  remove(): void;
}

export interface SecretFileSet {
  /** By the name of the variable. */
  readonly paths: ReadonlyMap<string, string>;
  remove(): void;
}

/**
 * Makes a private directory for secrets that a command reads from files: in `XDG_RUNTIME_DIR` where it is ours alone, else in `/dev/shm`, else among the
 * temporary files, where `inMemory` may be false.
 *
 * @throws CarnetError `SECRET_FILE_FAILED`
 *
 * @example
 * ```ts
 * import { createSecretFiles, startGuardian } from '@carnet/runner';
 * const files = createSecretFiles({ environment: process.env, guardian: startGuardian() });
 * const { paths } = files.write([{ name: 'TLS_KEY', bytes: Buffer.from('-----BEGIN PRIVATE KEY-----') }]);
 * paths.get('TLS_KEY'); // '/run/user/1000/carnet-Xb1kQz/1/TLS_KEY'
 * files.remove();
 * ```
 */
export function createSecretFiles({ guardian, owner, ...place }: SecretFilesOptions): SecretFiles {
  const { path: directory, inMemory } = makePrivateDirectory({ ...place, onPath: (path) => { guardian?.removeDirectory(path); } });
  const give = (path: string): void => { if (owner) chownSync(path, owner.uid, owner.gid); };
  handOver(directory, give);
  let starts = 0;
  return {
    directory,
    inMemory,
    write(files) {
      starts += 1;
      const ours = join(directory, String(starts));
      const remove = (): void => { removeAll(ours); };
      const paths = new Map(files.map(({ name, bytes }) => {
        const path = join(ours, name);
        try {
          mkdirSync(ours, { mode: 0o700, recursive: true });
          writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
          give(ours);
          give(path);
        } catch (error) {
          remove();
          throw fileFailure(`The file for ${name} could not be written`, codeOf(error));
        }
        return [name, path];
      }));
      return { paths, remove };
    },
    remove: () => { removeAll(directory); },
  };
}

function handOver(directory: string, give: (path: string) => void): void {
  try {
    give(directory);
  } catch (error) {
    removeAll(directory);
    throw fileFailure(`The directory ${directory} with files of secrets could not be given to the user of the command`, codeOf(error));
  }
}

function removeAll(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch (error) {
    throw fileFailure(`The directory ${directory} with files of secrets could not be removed`, codeOf(error));
  }
}
