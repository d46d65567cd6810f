import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stateDirectory } from '@carnet/core';
import type { Clock } from '@carnet/provider';
import type { ProbedTrust } from '@carnet/trust';

const hourMs = 3_600_000;

/**
 * Lets a trust be probed once an hour from this machine: each probe leaves two refusals in the log of somebody's cloud. Gives the sentence that
 * stops it. What is kept is the hash of the trust and a time.
 */
export function probeLedger(clock: Clock, host: NodeJS.Process): (trust: ProbedTrust) => Promise<string | undefined> {
  const directory = join(stateDirectory(host.env, process.platform), 'probes');
  return async ({ kind, settings, audience }) => {
    const trust = JSON.stringify([kind, Object.entries(settings).toSorted(([one], [other]) => (one < other ? -1 : 1)), audience]);
    const file = join(directory, createHash('sha256').update(trust).digest('hex'));
    const waitMs = Number(await readFile(file, 'utf8').catch(() => '0')) + hourMs - clock.now();
    // A time from the future is that of another clock.
    if (waitMs > 0 && waitMs <= hourMs) return `Probed within the hour: again in ${Math.ceil(waitMs / 60_000)} min.`;
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      // Whole or not at all, and before the first decoy.
      await writeFile(`${file}.new`, String(clock.now()), { mode: 0o600 });
      await rename(`${file}.new`, file);
      return undefined;
    } catch {
      return `Nobody could remember it: ${directory} is not writable, and a trust is probed once an hour.`;
    }
  };
}
