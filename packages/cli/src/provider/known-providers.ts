import { CarnetError, type Manifest } from '@carnet/provider';
import { findConfig } from '../find-config.ts';
import { oneLine } from '../one-line.ts';
import { isCarnetError } from '../thrown-value.ts';
import type { LoadedProvider } from './do-foreign-work.ts';
import { haveDone, type ForeignWork } from './foreign-work.ts';
import { brokenRules } from './take-provider.ts';

/** A provider that this command knows, and from where. */
export interface KnownProvider {
  readonly manifest: Manifest;
  /** Absent for one that a configuration made. */
  readonly package: { readonly name: string; readonly version: string } | undefined;
  /** `CARNET_PROVIDERS`, `--provider` or the name of the configuration. */
  readonly source: string;
  /** As it was written there. */
  readonly written: string | undefined;
  readonly isProvider: boolean;
  readonly parts: readonly string[];
}

export interface KnownProviders {
  readonly providers: readonly KnownProvider[];
  readonly problems: readonly CarnetError[];
}

/** Where to look for providers besides the environment. */
export interface ProviderOptions {
  /** Packages named by flags. */
  readonly provider?: readonly string[];
  readonly config?: string;
}

interface Place {
  readonly source: string;
  readonly written: string | undefined;
  readonly work: ForeignWork;
}

/** Loads every provider of `CARNET_PROVIDERS`, of the flags and of the configuration, each package in a process of its own. */
export async function loadKnownProviders({ provider = [], config }: ProviderOptions, host: NodeJS.Process): Promise<KnownProviders> {
  const directory = host.cwd();
  const inEnvironment = (host.env['CARNET_PROVIDERS'] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  const problems: CarnetError[] = [];
  const packages = [...inEnvironment.map((name) => ['CARNET_PROVIDERS', name] as const), ...provider.map((name) => ['--provider', name] as const)];
  const places: Place[] = packages.map(([source, written]) => ({ source, written, work: { type: 'load-package', name: written, directory } }));
  const file = configOf(config, directory, problems);
  if (file !== undefined) places.push({ source: file, written: undefined, work: { type: 'load-config', file: config, directory } });

  const loaded = await Promise.all(places.map((place) => loadPlace(place, host)));
  return { providers: loaded.flatMap((each) => each.providers), problems: [...problems, ...loaded.flatMap((each) => each.problems)] };
}

/** Loads one package that may not be known yet. */
export async function loadPackageProvider(name: string, host: NodeJS.Process): Promise<KnownProviders> {
  return await loadPlace({ source: 'its name', written: name, work: { type: 'load-package', name, directory: host.cwd() } }, host);
}

/** The name of the configuration, where there is one; its absence is an error only where it was named. */
function configOf(named: string | undefined, directory: string, problems: CarnetError[]): string | undefined {
  try {
    return findConfig(named, directory).replace(/^.*[/\\]/, '');
  } catch (error) {
    if (isCarnetError(error) && (named !== undefined || error.code !== 'CONFIG_NOT_FOUND')) problems.push(error);
    return undefined;
  }
}

async function loadPlace({ source, written, work }: Place, host: NodeJS.Process): Promise<KnownProviders> {
  try {
    const result = await haveDone(work, { host, what: written ?? source, deadlineMs: 40_000, silenceMs: 15_000, isShown: false });
    const loaded = result as readonly LoadedProvider[];
    if (work.type === 'load-package' && loaded.length !== 1) throw new TypeError('A package has one provider.');
    return { providers: loaded.map((each) => knownProvider(each, source, written)), problems: [] };
  } catch (error) {
    if (isCarnetError(error)) return { providers: [], problems: [error] };
    return { providers: [], problems: [new CarnetError({ code: 'PROVIDER_FAULT', step: 'configure', message: `${written ?? source} says of itself what no provider can be.` })] };
  }
}

/** Judged once more: it comes from a process that ran foreign code. */
function knownProvider({ manifest, package: from, isProvider = false, parts }: LoadedProvider, source: string, written: string | undefined): KnownProvider {
  if (brokenRules(manifest as Manifest).length > 0) throw new TypeError('A manifest breaks the contract.');
  const isPackage = typeof from?.name === 'string' && typeof from.version === 'string';
  return {
    manifest: manifest as Manifest, source, written, isProvider,
    package: isPackage ? { name: from.name.slice(0, 214), version: from.version.slice(0, 64) } : undefined,
    parts: ['validate', 'diagnose', 'trust'].filter((part) => parts.includes(part)),
  };
}

export function packageLine({ package: from, written }: KnownProvider): string {
  return from === undefined ? written ?? 'made by the configuration' : oneLine(`${from.name} ${from.version}`);
}
