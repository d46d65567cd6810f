/** One of Microsoft's separate clouds. They share neither tokens nor host names. */
export type CloudName = 'public' | 'us-government' | 'china';

export interface Cloud {
  readonly name: CloudName;
  /** Where tokens are exchanged. The only host that may see an assertion. */
  readonly authority: string;
  readonly vaultSuffix: string;
  /** The one scope that the vault's own credential asks for. */
  readonly vaultScope: string;
  readonly audience: string;
}

/** @see https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-base-url */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  public: {
    name: 'public',
    authority: 'https://login.microsoftonline.com',
    vaultSuffix: 'vault.azure.net',
    vaultScope: 'https://vault.azure.net/.default',
    audience: 'api://AzureADTokenExchange',
  },
  'us-government': {
    name: 'us-government',
    authority: 'https://login.microsoftonline.us',
    vaultSuffix: 'vault.usgovcloudapi.net',
    vaultScope: 'https://vault.usgovcloudapi.net/.default',
    audience: 'api://AzureADTokenExchangeUSGov',
  },
  china: {
    name: 'china',
    authority: 'https://login.partner.microsoftonline.cn',
    vaultSuffix: 'vault.azure.cn',
    vaultScope: 'https://vault.azure.cn/.default',
    audience: 'api://AzureADTokenExchangeChina',
  },
};

export function cloudNamed(name: unknown): Cloud | undefined {
  return typeof name === 'string' && Object.hasOwn(clouds, name) ? clouds[name as CloudName] : undefined;
}
