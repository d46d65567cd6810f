import { manifestProblems, type Manifest } from '@carnet/provider';
import { converse, type KickoffProgram } from '../kickoffs/kickoff-process.ts';
import { logLine } from '../log-line.ts';
import { isRecord } from '../organization/json-record.ts';
import type { ProviderPackages } from '../provider-process/provider-packages.ts';
import { conflictsOf } from '../provider-host/provider-conflicts.ts';

/** A provider package that was loaded once, in a process of its own, and what it said of itself there. */
export interface ProviderPackage {
  /** As the operator wrote it. */
  readonly name: string;
  readonly version: string | undefined;
  readonly manifest: Manifest;
}

/** Every provider of this platform, as data. */
export interface ProviderCatalog {
  /** From a process in which no foreign code ran. */
  readonly composition: readonly Manifest[];
  readonly packages: readonly ProviderPackage[];
}

/** Either the catalog, undefined where no package is named, or all that is wrong with the packages: one sentence each, with its cure and code. */
export type CatalogResult =
  | { readonly ok: true; readonly catalog: ProviderCatalog | undefined }
  | { readonly ok: false; readonly problems: readonly string[] };

interface Description {
  readonly manifests: readonly Manifest[];
  readonly version: string | undefined;
  readonly problems: readonly string[];
}

export interface CatalogOptions {
  /** Milliseconds that a package has to load. Default 15000. */
  readonly deadlineMs?: number | undefined;
}

/**
 * Has each package loaded in a process of its own, so that one which hangs, exits or changes what others use is known by its
 * name, and cannot speak for another. This process imports none of them.
 */
export async function loadCatalog(program: KickoffProgram, { deadlineMs = 15_000 }: CatalogOptions = {}): Promise<CatalogResult> {
  const { names, directory } = program.packages ?? nothing;
  if (names.length === 0) return { ok: true, catalog: undefined };
  const [composition, ...described] = await Promise.all([
    describe(program, undefined, ownDeadlineMs),
    ...names.map((name) => describe(program, { names: [name], directory }, deadlineMs)),
  ]);
  const problems = [...composition.problems, ...described.flatMap((each) => each.problems)];
  const packages = described.flatMap(({ manifests, version }, index) => manifests.map((manifest) => ({ name: names[index] ?? '', version, manifest })));
  problems.push(...conflictsOf(composition.manifests, packages));
  return problems.length > 0 ? { ok: false, problems: problems.map((problem) => `CARNET_PROVIDERS: ${problem}`) } : { ok: true, catalog: { composition: composition.manifests, packages } };
}

const ownDeadlineMs = 30_000;
const nothing: ProviderPackages = { names: [], directory: '' };

async function describe(program: KickoffProgram, packages: ProviderPackages | undefined, deadlineMs: number): Promise<Description> {
  const failed = (sentence: string): Description => ({ manifests: [], version: undefined, problems: [sentence] });
  const signal = AbortSignal.timeout(deadlineMs);
  let broken = false;
  const description = await converse({
    program,
    opening: { type: 'describe', ...(packages && { packages }) },
    onMessage: (message) => {
      try {
        return readDescription(message, packages !== undefined);
      } catch {
        broken = true;
        return failed('');
      }
    },
    signal,
    graceMs: 0,
  });
  if (description !== undefined && !broken) return description;
  const [name] = packages?.names ?? [];
  if (name === undefined) return failed('The process that loads the providers ended before it answered: start the server again, with the packages installed. (WORKER_FAILED)');
  if (broken) return failed(`${name} says of itself what no provider can be. ${update} (PROVIDER_FAULT)`);
  if (signal.aborted) return failed(`${name} was not loaded within ${deadlineMs / 1000} s. Look for what it waits for, or loops over, when it is imported. (DEADLINE_EXCEEDED)`);
  return failed(`${name} ended its process when it was loaded. ${update} (PROVIDER_FAULT)`);
}

const update = 'Update the provider, or tell its author.';

function readDescription(message: unknown, foreign: boolean): Description {
  if (!isRecord(message) || message['type'] !== 'described') throw new TypeError('This is no description.');
  const { providers, problems } = message;
  if (!Array.isArray(providers) || !Array.isArray(problems) || (foreign && providers.length + problems.length !== 1)) throw new TypeError('This is no description.');
  const entries = (providers as readonly unknown[]).map(readProvider);
  return { manifests: entries.map(({ manifest }) => manifest), version: entries[0]?.version, problems: problems.map((problem) => logLine(String(problem))) };
}

/** Judged here: the process that sent it ran foreign code, and may have been made to say anything. */
function readProvider(input: unknown): { readonly manifest: Manifest; readonly version: string | undefined } {
  if (!isRecord(input)) throw new TypeError('This is no provider.');
  const { manifest, version } = input;
  if (manifestProblems(manifest as Manifest).length > 0) throw new TypeError('A manifest breaks the contract.');
  return { manifest: manifest as Manifest, version: typeof version === 'string' && /^[0-9A-Za-z.+-]{1,64}$/.test(version) ? version : undefined };
}

/** One line for each package, for the log of the server. */
export function catalogLines(catalog: ProviderCatalog | undefined): readonly string[] {
  return (catalog?.packages ?? []).map(({ name, version, manifest: { id, identity } }) => {
    const kind = identity === undefined ? '' : `, kind ${identity.kind}`;
    return `loaded provider package ${name} ${version ?? '(without a version)'} (id ${id}${kind})`;
  });
}
