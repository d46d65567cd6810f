import { azureError } from './azure-error.ts';

const secretName = /^[0-9A-Za-z-]{1,127}$/;
const secretVersion = /^[0-9a-f]{32}$/;

/** Key Vault has no underscore in names. */
export function canonicalName(name: string): string {
  return name.replaceAll('_', '-');
}

/** Checked before any request: the SDK's URL would turn `..` into the root of the vault. */
export function checkName(name: string): string {
  if (secretName.test(name)) return name;
  throw azureError({
    code: 'REFERENCE_INVALID',
    message: 'The name of a Key Vault secret has 1 to 127 letters, digits and hyphens; an underscore is read as a hyphen.',
  });
}

export function checkVersion(version: string): string {
  if (secretVersion.test(version)) return version;
  throw azureError({ code: 'REFERENCE_INVALID', message: 'The version of a Key Vault secret has 32 digits of 0-9 and a-f.' });
}
