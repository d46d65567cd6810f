import { nearName } from '@carnet/core';
import { CarnetError, type Provider } from '@carnet/provider';
import { withinDeadline } from '../deadline.ts';
import type { CarnetConfig } from '../define-config.ts';
import { importModule, ImportFailure } from '../provider/import-module.ts';
import { takeFromModule } from '../provider/take-provider.ts';
import { describeThrown, isCarnetError } from '../thrown-value.ts';

export interface ProviderPlaces {
  readonly config: CarnetConfig | undefined;
  /** Of `--provider`. */
  readonly packages: readonly string[];
  readonly timeoutMs: number;
}

/**
 * The provider of that id: of `--provider`, of the configuration, of `CARNET_PROVIDERS`, else the package that is called after it.
 * It runs in this process, as it does in `carnet run`.
 *
 * @throws CarnetError `PROVIDER_NOT_FOUND`, `PROVIDER_FAULT`, `MANIFEST_INVALID`
 */
export async function findProvider(id: string, { config, packages, timeoutMs }: ProviderPlaces, host: NodeJS.Process): Promise<Provider> {
  const inEnvironment = (host.env['CARNET_PROVIDERS'] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  const load = async (name: string): Promise<Provider> => await loadProvider(name, host.cwd(), timeoutMs);
  const known: Provider[] = [];
  const isFound = (provider: Provider): boolean => (known.push(provider), provider.manifest.id === id);
  for (const name of packages) {
    const provider = await load(name);
    if (isFound(provider)) return provider;
  }
  for (const provider of config?.providers ?? []) if (isFound(provider)) return provider;
  for (const name of inEnvironment) {
    const provider = await load(name);
    if (isFound(provider)) return provider;
  }
  for (const name of /^[a-z][a-z0-9-]{0,39}$/.test(id) ? [`@carnet/${id}`, `carnet-provider-${id}`] : []) {
    const provider = await load(name).catch((error: unknown) => {
      if (isCarnetError(error) && error.message === `${name} is not installed here.`) return undefined;
      throw error;
    });
    if (provider !== undefined && isFound(provider)) return provider;
  }
  const ids = known.map(({ manifest }) => manifest.id);
  const near = nearName(id, ids);
  throw new CarnetError({
    code: 'PROVIDER_NOT_FOUND', step: 'configure',
    message: `No provider '${id.slice(0, 100)}' is known here.`,
    hint: near === undefined ? `Install its package (@carnet/<provider> or carnet-provider-<provider>), or name one with --provider.${ids.length === 0 ? '' : ` There is ${ids.join(', ')}.`}` : `Did you mean ${near}?`,
  });
}

/** The provider of a package, beside that directory. @throws CarnetError `PROVIDER_NOT_FOUND`, `PROVIDER_FAULT`, `MANIFEST_INVALID` */
export async function loadProvider(name: string, directory: string, timeoutMs: number): Promise<Provider> {
  try {
    const { module } = await withinDeadline(importModule(name, directory), timeoutMs, `${name} did not finish loading`);
    takeFromModule(module, name);
    const exported = (module as { readonly default: Provider | (() => Provider) }).default;
    return typeof exported === 'function' ? exported() : exported;
  } catch (error) {
    const { thrown, address } = error instanceof ImportFailure ? error : { thrown: error, address: '' };
    if (isCarnetError(thrown)) throw thrown;
    throw new CarnetError({ code: 'PROVIDER_FAULT', step: 'configure', message: `${name} ${describeThrown(thrown, address)}.`, hint: 'To see the error in full, import the file in node itself.' });
  }
}
