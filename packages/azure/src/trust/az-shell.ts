import { shellQuote } from '@carnet/provider-parts';
import type { RequestedTrust } from './requested-trust.ts';

// As `az cloud list` calls them.
const cloudNames = { public: 'AzureCloud', 'us-government': 'AzureUSGovernment', china: 'AzureChinaCloud' } as const;

export const shellLines = (...parts: readonly (string | readonly string[])[]): string => parts.flat().join('\n');

export const indented = (...texts: readonly string[]): readonly string[] => texts.flatMap((text) => text.split('\n')).map((line) => `  ${line}`);

/** Ends the script with a sentence. */
export const stop = (text: string): readonly string[] => [`echo ${shellQuote(text)} >&2`, 'exit 1'];

/** The commands of another cloud would look for this trust in the wrong one. */
export function rightCloud({ cloud: { name } }: RequestedTrust): readonly string[] {
  if (name === 'public') return [];
  return [
    `if [ "$(az cloud show --query name --output tsv)" != ${cloudNames[name]} ]; then`,
    ...indented(...stop(`az is signed in to another cloud. Run this first: az cloud set --name ${cloudNames[name]} && az login`)),
    'fi',
  ];
}

/** The shell's variable VAULT_ID. */
export const findVault = ({ vault }: RequestedTrust): string => `VAULT_ID=$(az keyvault show --name ${shellQuote(vault)} --query id --output tsv)`;

/** The shell's variable RESOURCE_GROUP. */
export function findResourceGroup({ vault, resourceGroup: given }: RequestedTrust): string {
  return `RESOURCE_GROUP=${given === undefined ? `$(az keyvault show --name ${shellQuote(vault)} --query resourceGroup --output tsv)` : shellQuote(given)}`;
}

/** The shell's variable CLIENT_ID, empty where there is none. Not hidden in a condition, so that a failure ends the script. */
export function findPrincipal({ target, name }: RequestedTrust): readonly string[] {
  if (target === 'managed-identity') return [`CLIENT_ID=$(az identity list --resource-group "$RESOURCE_GROUP" --query "[?name=='${name}'].clientId" --output tsv)`];
  return [
    `CLIENT_ID=$(az ad app list --display-name ${shellQuote(name)} --query "[?displayName=='${name}'].appId" --output tsv)`,
    'case "$CLIENT_ID" in',
    '*[[:space:]]*)',
    ...indented(...stop(`More than one app registration has the name ${name}. Nothing is done.`)),
    '  ;;',
    'esac',
  ];
}

/** The service principal of CLIENT_ID, empty where there is none. */
export const findServicePrincipal: string = `OBJECT_ID=$(az ad sp list --filter "appId eq '$CLIENT_ID'" --query '[].id' --output tsv)`;
