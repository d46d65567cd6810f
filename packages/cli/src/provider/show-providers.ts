import { nearName } from '@carnet/core';
import { CarnetError } from '@carnet/provider';
import { exitCodes } from '../exit-codes.ts';
import { reportFailure } from '../report-failure.ts';
import { isPath } from './import-module.ts';
import { loadKnownProviders, loadPackageProvider, type KnownProvider, type ProviderOptions } from './known-providers.ts';
import { listJson, providerJson } from './provider-json.ts';
import { providerPage } from './provider-page.ts';
import { importName, listText, providerText } from './provider-text.ts';
import { terminalOf } from './terminal-text.ts';

export interface ListOptions extends ProviderOptions {
  readonly json?: boolean;
}

export interface ShowOptions extends ListOptions {
  readonly markdown?: boolean;
}

/** `carnet provider list`. Returns the exit code. */
export async function listProviders(options: ListOptions, host: NodeJS.Process): Promise<number> {
  const known = await loadKnownProviders(options, host);
  const { providers, problems } = known;
  const exitCode = problems.length === 0 ? exitCodes.success : exitCodes.failed;
  if (options.json) {
    host.stdout.write(`${JSON.stringify(listJson(known))}\n`);
    return exitCode;
  }
  if (providers.length > 0) host.stdout.write(listText(providers, terminalOf(host.stdout)));
  else if (problems.length === 0) host.stderr.write(`carnet: no provider is known here. ${howToName}\n`);
  report(problems, false, exitCode, host);
  return exitCode;
}

/** `carnet provider show`. Returns the exit code. */
export async function showProvider(name: string, options: ShowOptions, host: NodeJS.Process): Promise<number> {
  const known = await loadKnownProviders(options, host);
  const provider = find(name, known.providers);
  if (provider !== undefined) {
    write(provider, options, host);
    return exitCodes.success;
  }
  const named = canBePackage(name) ? await loadPackageProvider(name, host) : undefined;
  const [loaded] = named?.providers ?? [];
  if (loaded !== undefined) {
    write(loaded, options, host);
    return exitCodes.success;
  }
  const [problem] = named?.problems ?? [];
  if (problem !== undefined && !problem.message.endsWith('is not installed here.')) {
    const exitCode = problem.code === 'PROVIDER_NOT_FOUND' ? exitCodes.notFound : exitCodes.failed;
    report([problem], options.json, exitCode, host);
    return exitCode;
  }
  // One that was to be found may be the one that cannot be loaded.
  report([unknown(name, known.providers), ...(options.json ? [] : known.problems)], options.json, exitCodes.notFound, host);
  return exitCodes.notFound;
}

const howToName = 'Set CARNET_PROVIDERS, name a package with --provider, or write carnet.config.ts.';

function find(name: string, providers: readonly KnownProvider[]): KnownProvider | undefined {
  return providers.find(({ manifest }) => manifest.id === name) ?? providers.find((each) => each.written === name || each.package?.name === name);
}

function canBePackage(name: string): boolean {
  return isPath(name) || /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name);
}

function unknown(name: string, providers: readonly KnownProvider[]): CarnetError {
  const ids = [...new Set(providers.map(({ manifest }) => manifest.id))];
  const near = nearName(name, [...ids, ...providers.flatMap((each) => each.package?.name ?? [])]);
  const hint = near !== undefined ? `Did you mean ${near}?` : ids.length === 0 ? howToName : `There is ${ids.join(', ')}. ${howToName}`;
  return new CarnetError({ code: 'PROVIDER_NOT_FOUND', step: 'configure', message: `No provider and no installed package is called '${name.slice(0, 100)}'.`, hint });
}

function write(known: KnownProvider, { json, markdown }: ShowOptions, { stdout }: NodeJS.Process): void {
  if (json) stdout.write(`${JSON.stringify(providerJson(known))}\n`);
  else if (markdown) stdout.write(providerPage(known.manifest, { package: importName(known), isProvider: known.isProvider }));
  else stdout.write(providerText(known, terminalOf(stdout)));
}

function report(problems: readonly CarnetError[], json: boolean | undefined, exitCode: number, { stderr }: NodeJS.Process): void {
  for (const problem of problems) reportFailure(problem, { exitCode, json: json === true, stream: stderr });
}
