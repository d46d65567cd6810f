import { parseReference } from '@carnet/provider';
import { climb } from '@carnet/trust';
import { withCarnet, type OpenConfig } from '../open-carnet.ts';
import { readRegistered } from '../registered-files.ts';
import type { LadderOptions } from './ladder-options.ts';
import { withLadders } from './ladder-setting.ts';
import { announceProbe, credentialTitle, printLadder } from './print-ladder.ts';
import { latestRungs } from './shown-rung.ts';

/** The flags of `carnet check`. */
export interface CheckOptions extends LadderOptions {
  readonly secret?: readonly string[];
}

/** Climbs the ladder of one credential. Returns the exit code. */
export async function checkCredential(name: string, options: CheckOptions, host: NodeJS.Process): Promise<number> {
  return await withCarnet(options, host, (open) => examine(name, open, options, host));
}

export async function examine(name: string, open: OpenConfig, options: CheckOptions, host: NodeJS.Process): Promise<number> {
  const references = (options.secret ?? []).map(parseReference);
  const registered = (await readRegistered(options.registered ?? [], host, open.timeoutMs)).map(({ document }) => document);
  const { rungs, attempts, credential: { provider: { manifest }, workloadIdentity } } = await withLadders(open, options, host, async ({ requestFor, progress, attempts }) => {
    const request = requestFor(name, references, registered);
    announceProbe([request], options, host, progress);
    return { rungs: await latestRungs(climb(request), progress), attempts, credential: request.credential };
  });
  const json = { credential: name, provider: manifest.id, ...(workloadIdentity !== undefined && { workloadIdentity }), rungs, attempts };
  return printLadder([{ title: credentialTitle(name, manifest.id, workloadIdentity), credential: name, rungs }], json, options, host);
}
