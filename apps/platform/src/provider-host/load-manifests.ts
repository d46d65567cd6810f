import { manifestProblems, type Manifest } from '@carnet/provider';
import { logLine } from '../log-line.ts';
import type { ProviderPackages } from '../provider-process/provider-packages.ts';
import { readDescribed, type Described } from './answers.ts';
import { conductCall, itemsOf, LostCallError, type CallRequest } from './conduct-call.ts';
import type { ProcessPool } from './process-pool.ts';
import { conflictsOf } from './provider-conflicts.ts';
import { HostedError, type HostedManifest } from './provider-host.ts';

/** Thrown by the start where packages cannot be used: one sentence for each problem, with its cure and code. */
export class ProviderPackagesError extends Error {
  override readonly name: string = 'ProviderPackagesError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

export interface ManifestSource {
  readonly pool: ProcessPool;
  readonly packages: ProviderPackages;
  readonly deadlineMs: number;
}

interface Description {
  readonly manifests: readonly HostedManifest[];
  readonly problems: readonly string[];
}

// The contract's own bound.
const mostBytes = 256 * 1024;
const mostProviders = 100;
const atOnce = 4;

/**
 * Has each package loaded in a process of its own, so that one which hangs, exits or changes what others use is known by its name, and
 * cannot speak for another.
 *
 * @throws ProviderPackagesError
 */
export async function loadManifests(source: ManifestSource): Promise<readonly HostedManifest[]> {
  const composition = await describe(source, undefined);
  const packages: Description[] = [];
  const { names } = source.packages;
  for (let first = 0; first < names.length; first += atOnce) packages.push(...await Promise.all(names.slice(first, first + atOnce).map((name) => describe(source, name))));
  const own = composition.manifests.map(({ manifest }) => manifest);
  const named = packages.flatMap(({ manifests }) => manifests.map(({ manifest, package: from }) => ({ name: from?.name ?? '', manifest })));
  const problems = [...composition.problems, ...packages.flatMap((each) => each.problems), ...conflictsOf(own, named)];
  if (problems.length > 0) throw new ProviderPackagesError(problems.map((problem) => `CARNET_PROVIDERS: ${problem}`));
  return [composition, ...packages].flatMap(({ manifests }) => manifests);
}

async function describe({ pool, packages, deadlineMs }: ManifestSource, name: string | undefined): Promise<Description> {
  const request: CallRequest<Described> = {
    pool,
    owner: { organization: undefined, package: name },
    order: { operation: 'describe', ...(name !== undefined && { package: name }) },
    surroundings: { packages: { names: name === undefined ? [] : [name], directory: packages.directory }, certificateAuthorities: [] },
    read: readDescribed,
    mostItems: name === undefined ? mostProviders : 1,
    deadlineMs,
    signal: new AbortController().signal,
    answer: () => Promise.reject(new TypeError('A description needs no token.')),
  };
  try {
    const described = await itemsOf(conductCall(request));
    const manifests = described.map(({ manifest, package: own, version, capabilities }) => ({ manifest: checkedManifest(manifest), capabilities, ...packageOf(name, own, version) }));
    return manifests.length === 0 ? { manifests, problems: [wrongShape(name)] } : { manifests, problems: [] };
  } catch (error) {
    return { manifests: [], problems: [problemOf(error, name, deadlineMs)] };
  }
}

/** A foreign package is known by the name that the operator gave, whatever it says of itself. */
function packageOf(foreign: string | undefined, own: string | undefined, version: string | undefined): Pick<HostedManifest, 'package'> {
  if (foreign !== undefined) return { package: { name: foreign, version, foreign: true } };
  return own === undefined ? {} : { package: { name: own, foreign: false } };
}

/** Judged here: the process that sent it ran foreign code, and may have been made to say anything. */
function checkedManifest(input: Readonly<Record<string, unknown>>): Manifest {
  const manifest = input as unknown as Manifest;
  if (Buffer.byteLength(JSON.stringify(manifest)) > mostBytes) throw new LostCallError('shape', { organization: undefined, package: undefined });
  if (manifestProblems(manifest).length > 0) throw new LostCallError('shape', { organization: undefined, package: undefined });
  return manifest;
}

function problemOf(error: unknown, name: string | undefined, deadlineMs: number): string {
  if (name === undefined) return 'The process that loads the providers ended before it answered: start the server again, with the packages installed. (PROVIDER_HOST_FAILED)';
  if (error instanceof LostCallError && error.reason === 'silent') return `${name} loops when it is loaded. Look for what it does when it is imported. (DEADLINE_EXCEEDED)`;
  if (error instanceof LostCallError && error.reason === 'ended') return `${name} ended its process when it was loaded. ${update} (PROVIDER_FAULT)`;
  if (error instanceof LostCallError && error.reason === 'memory') return `${name} took too much memory when it was loaded. ${update} (PROVIDER_FAULT)`;
  if (error instanceof LostCallError || !(error instanceof HostedError)) return wrongShape(name);
  const { code, message, hint } = error.failure;
  if (code === 'PROVIDER_HOST_FAILED') return `${name} was not loaded within ${deadlineMs / 1000} s. Look for what it waits for when it is imported. (DEADLINE_EXCEEDED)`;
  return logLine(`${message} ${hint} (${code})`);
}

const update = 'Update the provider, or tell its author.';

function wrongShape(name = 'The composition'): string {
  return `${name} says of itself what no provider can be. ${update} (PROVIDER_FAULT)`;
}
