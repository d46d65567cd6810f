import type { CarnetError, Settings } from '@carnet/provider';
import { azureError } from './azure-error.ts';
import { clouds, type Cloud } from './clouds.ts';

export interface VaultAddress {
  readonly name: string;
  /** Rebuilt from its checked parts: `https://<name>.<suffix>`. */
  readonly url: string;
  readonly cloud: Cloud;
}

export const missingVaultAddress = 'azure_vault_url is required for Azure secret resolution';

// Key Vault's own rule: 3 to 24 letters, digits and hyphens.
const vaultLabel = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{1,22})[a-zA-Z0-9]$/;

function refused(problem: string): CarnetError {
  return azureError({
    code: 'STORE_ADDRESS_REFUSED',
    step: 'configure',
    message: `The vault URL is not one that may receive a token: ${problem}.`,
    hint: 'Use the vault URI that Azure shows, for example https://my-vault.vault.azure.net, or set vaultName.',
  });
}

function addressOf(label: string, cloud: Cloud): VaultAddress {
  if (!vaultLabel.test(label)) throw refused('the name of a vault has 3 to 24 letters, digits and hyphens');
  const name = label.toLowerCase();
  return { name, url: `https://${name}.${cloud.vaultSuffix}`, cloud };
}

/**
 * The parser's view decides, and text that a parser would mend is refused before it: full-width dots, newlines, tabs
 * and backslashes all turn into a valid host of somebody.
 */
function parseVaultUrl(text: string): VaultAddress {
  if (!/^[\x21-\x7e]+$/.test(text) || text.includes('\\')) throw refused('it holds a character that is not plain ASCII');
  if (!URL.canParse(text)) throw refused('it is no URL');
  const url = new URL(text);
  if (url.protocol !== 'https:') throw refused('it is not https');
  if (url.username !== '' || url.password !== '' || text.includes('@')) throw refused('it holds a user');
  if (url.port !== '' || /^https:\/\/[^/?#]*:/i.test(text)) throw refused('it holds a port');
  if (url.pathname !== '/' || /[?#%]/.test(text)) throw refused('it holds a path, a query or a fragment');
  if (text.toLowerCase().replace(/\/$/, '') !== url.origin) throw refused('it is not written as https://<name>.<suffix>');
  const dot = url.hostname.indexOf('.');
  const suffix = url.hostname.slice(dot + 1);
  const cloud = Object.values(clouds).find(({ vaultSuffix }) => vaultSuffix === suffix);
  if (dot < 0 || cloud === undefined) throw refused('its host is not a vault of Azure');
  return addressOf(url.hostname.slice(0, dot), cloud);
}

/**
 * The vault of a credential.
 *
 * @throws CarnetError `SETTINGS_INVALID` where not exactly one of `vaultUrl` and `vaultName` is set, `STORE_ADDRESS_REFUSED`
 */
export function vaultAddress(store: Settings, cloud: Cloud | undefined): VaultAddress {
  const text = (field: string): string => {
    const value = Object.hasOwn(store, field) ? store[field] : undefined;
    return value === undefined ? '' : String(value);
  };
  const vaultUrl = text('vaultUrl');
  const vaultName = text('vaultName');
  if (vaultUrl === '' && vaultName === '') {
    throw azureError({ code: 'SETTINGS_INVALID', step: 'configure', message: missingVaultAddress, hint: 'Set vaultUrl or vaultName on the credential.' });
  }
  if (vaultUrl !== '' && vaultName !== '') {
    throw azureError({ code: 'SETTINGS_INVALID', step: 'configure', message: 'Both vaultUrl and vaultName are set.', hint: 'Remove one of them.' });
  }
  const address = vaultUrl === '' ? addressOf(vaultName, cloud ?? clouds.public) : parseVaultUrl(vaultUrl);
  if (cloud !== undefined && address.cloud !== cloud) {
    throw azureError({
      code: 'SETTINGS_INVALID',
      step: 'configure',
      message: `The vault is in the cloud ${address.cloud.name} and the identity in ${cloud.name}; they share no tokens.`,
      hint: 'Use an identity and a vault of the same cloud.',
    });
  }
  return address;
}
