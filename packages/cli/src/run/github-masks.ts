import { isUtf8 } from 'node:buffer';
import { fstatSync } from 'node:fs';
import { isMaskable } from '@carnet/runner';
import type { MaskedValue } from './child-values.ts';

/**
 * Tells a GitHub runner to hide these values in everything that the job prints later, past us too: GitHub's `::add-mask::`, one line of a value at a time.
 * On standard error, of which the runner takes commands as well: standard output is the command's and may be on its way into a file. Bytes that are no
 * text cannot be told.
 */
export function githubMasks(secrets: readonly MaskedValue[]): string {
  const lines = secrets.filter(({ bytes }) => isUtf8(bytes)).flatMap(({ bytes }) => Buffer.from(bytes).toString('utf8').split(/\r\n|\r|\n/)).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => isMaskable(line)).map((line) => `::add-mask::${escaped(line)}\n`).join('');
}

/** Whether a runner of GitHub reads our standard error: not a person, and no file on which the values would stay. */
export function reachesGithub({ env, stderr }: NodeJS.Process): boolean {
  return env['GITHUB_ACTIONS'] === 'true' && !stderr.isTTY && !fstatSync(stderr.fd).isFile();
}

// As the runner takes it apart: docs.github.com, "Workflow commands".
function escaped(line: string): string {
  return line.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
