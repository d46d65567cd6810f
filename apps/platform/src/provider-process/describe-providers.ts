import { CarnetError, type Provider } from '@carnet/provider';
import { loadPackage } from './load-package.ts';
import type { DescribedProvider, Description, ProviderPackages } from './provider-packages.ts';

/** Those of the composition. */
export function describeProviders(providers: readonly Provider[]): Description {
  return { type: 'described', providers: providers.map(({ manifest }) => ({ manifest })), problems: [] };
}

/** Runs the code of packages and says what they are, or why one cannot be used. */
export async function describePackages({ names, directory }: ProviderPackages): Promise<Description> {
  const providers: DescribedProvider[] = [];
  try {
    for (const name of names) {
      const { version, provider } = await loadPackage(name, directory);
      providers.push({ manifest: provider.manifest, version });
    }
    return { type: 'described', providers, problems: [] };
  } catch (error) {
    const problem = CarnetError.isInstance(error) ? `${error.message} ${error.hint} (${error.code})` : 'A provider package cannot be loaded. (PROVIDER_FAULT)';
    return { type: 'described', providers: [], problems: [problem] };
  }
}
