import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files that a check reads: those git tracks or would track, by path from the root, `/` between parts. */
export interface Repository {
  readonly root: string;
  readonly files: readonly string[];
  read(file: string): string;
}

/** The repository on disk. */
export function openRepository(root: string): Repository {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const files = [...new Set(listed.split('\0'))].filter((file) => file !== '' && existsSync(join(root, file))).toSorted();
  return { root, files, read: (file) => readFileSync(join(root, file), 'utf8') };
}

/** A repository of the given texts, for the tests of a check. */
export function repositoryOf(texts: Readonly<Record<string, string>>, root: string = '/fixture'): Repository {
  return {
    root,
    files: Object.keys(texts).toSorted(),
    read(file) {
      const text = texts[file];
      if (text === undefined) throw new Error(`no file ${file}`);
      return text;
    },
  };
}
