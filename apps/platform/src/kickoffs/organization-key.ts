import type { Sealer } from '../sealing/sealer.ts';

/** Opens the key of an organization's fingerprints. */
export function openOrganizationKey(sealer: Sealer, organization: string, sealed: string): Uint8Array {
  return sealer.open(sealed, { table: 'organization', organization, row: organization, column: 'fingerprint_key' });
}
