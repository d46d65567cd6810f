import { vaultError } from './vault-error.ts';

export const longestName = 512;
// A percent sign or a backslash means another path to whoever decodes twice; a query or a fragment cuts one off.
const misread = /[%\\?#]/;
// Vault takes no character in a path that Go does not print, and of all spaces the usual one alone.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;

function refused(rule: string): Error {
  return vaultError({ code: 'REFERENCE_INVALID', message: `The name of a secret in Vault ${rule}.` });
}

function isSegment(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && segment === segment.trim();
}

/** Whether a name can be that of an entry, below a folder or not. */
export function isName(name: string): boolean {
  return name.length <= longestName && name.split('/').every(isSegment) && !misread.test(name) && !unseen.test(name);
}

/** Checked before any request: what a path is made of decides which secret is read. */
export function checkName(name: string): string {
  if (name === '' || name.length > longestName) throw refused(`has 1 to ${longestName} characters`);
  if (unseen.test(name)) throw refused('holds no character that cannot be seen, and no other space than the usual one');
  if (misread.test(name)) throw refused('holds no %, \\, ? and #');
  if (!name.split('/').every(isSegment)) throw refused('is a path of parts that are not empty, not . or .., and have no space at their ends');
  return name;
}

export function checkVersion(version: string): string {
  if (/^[1-9][0-9]{0,14}$/.test(version)) return version;
  throw vaultError({ code: 'REFERENCE_INVALID', message: 'The version of a secret in Vault is its number; without one the newest is read.' });
}
