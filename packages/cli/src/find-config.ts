import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CarnetError } from '@carnet/provider';

const names = ['carnet.config.ts', 'carnet.config.mts', 'carnet.config.js', 'carnet.config.mjs'];

/**
 * The file of the configuration: the one that was named, or the one in the working directory. Never one of a parent directory:
 * it is code, and whoever may write above a checkout would run theirs.
 */
export function findConfig(named: string | undefined, workingDirectory: string): string {
  if (named !== undefined) return findNamed(resolve(workingDirectory, named));
  const [found, ...others] = names.filter((name) => existsSync(join(workingDirectory, name)));
  if (found === undefined) throw new CarnetError({ code: 'CONFIG_NOT_FOUND', step: 'configure', message: `There is no ${names.join(', ')} in the working directory.` });
  if (others.length > 0) throw invalid(`The working directory holds ${[found, ...others].join(' and ')}.`, 'Remove all but one, or name one with --config.');
  const file = findNamed(join(workingDirectory, found));
  const way = relative(realpathSync(workingDirectory), realpathSync(file));
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw invalid(`${found} is a link to a file outside of the working directory.`, 'Name the file itself with --config.');
  }
  return file;
}

function findNamed(file: string): string {
  if (!existsSync(file)) throw new CarnetError({ code: 'CONFIG_NOT_FOUND', step: 'configure', message: `There is no file ${basename(file)} where --config points to.` });
  if (!statSync(file).isFile()) throw invalid(`${basename(file)} is not a file.`);
  return file;
}

function invalid(message: string, hint?: string): CarnetError {
  return new CarnetError({ code: 'CONFIG_INVALID', step: 'configure', message, hint });
}
