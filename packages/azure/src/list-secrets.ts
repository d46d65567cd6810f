import type { SecretProperties } from '@azure/keyvault-secrets';
import type { ListedSecret } from '@carnet/provider';
import { abortError } from '@carnet/provider-parts';
import { azure } from './azure-error.ts';
import type { AzureStoreOptions } from './azure-store-options.ts';
import { Listing } from './listing.ts';
import { vaultFailure } from './vault-failure.ts';

function listed({ name, enabled, expiresOn }: SecretProperties): ListedSecret {
  return { name, ...(enabled === undefined ? {} : { enabled }), ...(expiresOn === undefined ? {} : { expiresAt: expiresOn.getTime() }) };
}

/** Page after page, as the caller asks for them. Key Vault knows no prefix, so that it is applied here. */
export async function* listSecrets({ vault, vaultName }: AzureStoreOptions, prefix: string, signal: AbortSignal | undefined): AsyncGenerator<ListedSecret> {
  const listing = new Listing(signal);
  let pages: AsyncIterator<SecretProperties[]> | undefined;
  const nextPage = async (): Promise<IteratorResult<SecretProperties[], unknown>> => {
    try {
      return await vault.run((client) => listing.run(() => (pages ??= client.listPropertiesOfSecrets().byPage()).next()), signal);
    } catch (error) {
      if (signal?.aborted === true) throw abortError(signal, azure);
      throw vaultFailure(error, { step: 'list', vault: vaultName });
    }
  };
  for (let page = await nextPage(); page.done !== true; page = await nextPage()) {
    for (const properties of page.value) {
      if (properties.name.startsWith(prefix)) yield listed(properties);
    }
  }
}
