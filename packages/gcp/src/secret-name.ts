import { gcpError } from './gcp-error.ts';

// Google's own rule for the id of a secret.
const secretName = /^[A-Za-z0-9_-]{1,255}$/;
const secretVersion = /^[1-9][0-9]{0,18}$/;

export function isName(name: string): boolean {
  return secretName.test(name);
}

/** Checked before any request: the SDK's own refusal repeats the name, and a slash would name something else. */
export function checkName(name: string): string {
  if (isName(name)) return name;
  throw gcpError({ code: 'REFERENCE_INVALID', message: 'The name of a Google secret has 1 to 255 letters, digits, hyphens and underscores.' });
}

/** Aliases such as `latest` are left out: a reference without a version reads the latest one. */
export function checkVersion(version: string): string {
  if (secretVersion.test(version)) return version;
  throw gcpError({ code: 'REFERENCE_INVALID', message: 'The version of a Google secret is its number; without one the latest is read.' });
}
