import { hkdfSync } from 'node:crypto';

/** The key of one organization's fingerprints. The key that each variable's is made with follows from it, in the process of the kickoff. */
export function fingerprintKeyOf(organizationKey: Uint8Array, organization: string): string {
  return Buffer.from(hkdfSync('sha256', organizationKey, organization, 'carnet fingerprints', 32)).toString('base64');
}
