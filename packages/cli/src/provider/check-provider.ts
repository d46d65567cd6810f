import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CarnetError } from '@carnet/provider';
import { exitCodes } from '../exit-codes.ts';
import { oneLine } from '../one-line.ts';
import { reportFailure } from '../report-failure.ts';
import { isCarnetError } from '../thrown-value.ts';
import { haveDone } from './foreign-work.ts';
import type { ConformanceReport } from './run-conformance.ts';

export interface CheckOptions {
  /** A module whose default export is checked in place of what the file creates. */
  readonly provider?: string;
  readonly json?: boolean;
  /** A file that gets the badge. */
  readonly badge?: string;
  /** Seconds. */
  readonly timeout?: number;
}

const names = ['conformance.ts', 'conformance.js', 'conformance.mjs'];
const folders = ['', 'src', 'test'];
const defaultSeconds = 600;
const silenceMs = 30_000;

/** `carnet provider check`: runs an author's conformance file and shows what the kit says. Returns the exit code. */
export async function checkProvider(named: string | undefined, { provider, json = false, badge, timeout = defaultSeconds }: CheckOptions, host: NodeJS.Process): Promise<number> {
  try {
    const directory = host.cwd();
    const file = findConformance(named, directory);
    const report = await haveDone({ type: 'check', file, provider, directory }, { host, what: file, deadlineMs: timeout * 1000, silenceMs, isShown: !json }) as ConformanceReport;
    host.stdout.write(json ? `${JSON.stringify({ version: 1, ...report.scorecard })}\n` : `${report.text.trimEnd().split('\n').map(oneLine).join('\n')}\n`);
    if (badge !== undefined) await writeBadge(resolve(directory, badge), report.badge);
    return report.conforms ? exitCodes.success : exitCodes.failed;
  } catch (error) {
    const exitCode = isCarnetError(error) && error.code === 'CONFIG_NOT_FOUND' ? exitCodes.notFound : exitCodes.failed;
    reportFailure(error, { exitCode, json, stream: host.stderr });
    return exitCode;
  }
}

/** The named file, or the first of the usual ones, from the working directory. */
function findConformance(named: string | undefined, directory: string): string {
  const candidates = named === undefined ? folders.flatMap((folder) => names.map((name) => join(folder, name))) : [named];
  const found = candidates.find((file) => existsSync(resolve(directory, file)));
  if (found !== undefined) return found;
  const message = named === undefined ? 'There is no conformance.ts, nor one in src or test, in the working directory.' : `There is no file ${named}.`;
  throw new CarnetError({ code: 'CONFIG_NOT_FOUND', step: 'configure', message, hint: 'Name the conformance file: carnet provider check test/conformance.ts' });
}

async function writeBadge(file: string, badge: object): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(badge)}\n`);
  } catch {
    throw new CarnetError({ code: 'CONFIG_INVALID', step: 'configure', message: 'The file of the badge cannot be written.', hint: 'Name a file in a folder that exists with --badge.' });
  }
}
