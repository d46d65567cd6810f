/** The Azure clouds that have hosts of their own. */
export type AzureCloud = 'public' | 'us-government' | 'china';

export interface AzureCloudHosts {
  /** The first is the one that a vault names in its challenge. */
  readonly authorities: readonly [string, ...string[]];
  readonly vaultSuffix: string;
}

export const azureClouds: Readonly<Record<AzureCloud, AzureCloudHosts>> = {
  public: { authorities: ['login.microsoftonline.com'], vaultSuffix: 'vault.azure.net' },
  'us-government': { authorities: ['login.microsoftonline.us'], vaultSuffix: 'vault.usgovcloudapi.net' },
  china: { authorities: ['login.chinacloudapi.cn', 'login.partner.microsoftonline.cn'], vaultSuffix: 'vault.azure.cn' },
};

/** The closed list of hosts, in the form that a certificate names them. */
export const azureHosts = Object.values(azureClouds).flatMap(({ authorities, vaultSuffix }) => [...authorities, `*.${vaultSuffix}`]) as [string, ...string[]];
