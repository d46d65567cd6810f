import type { SecretVersion } from './stored-secrets.ts';

const day = 24 * 60 * 60 * 1000;
const recoverableDays = 90;

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

function described(version: SecretVersion, id: string): Record<string, unknown> {
  return {
    id,
    attributes: {
      enabled: version.enabled,
      ...(version.notBefore === undefined ? {} : { nbf: seconds(version.notBefore) }),
      ...(version.expiresAt === undefined ? {} : { exp: seconds(version.expiresAt) }),
      created: seconds(version.createdAt),
      updated: seconds(version.updatedAt),
      recoveryLevel: 'Recoverable+Purgeable',
      recoverableDays,
    },
    ...(version.contentType === undefined ? {} : { contentType: version.contentType }),
    tags: { ...version.tags },
  };
}

/** A version without its value. */
export function versionItem(vaultUrl: string, version: SecretVersion): Record<string, unknown> {
  return described(version, `${vaultUrl}/secrets/${version.name}/${version.id}`);
}

/** A secret in a list: its name, and no version. */
export function secretItem(vaultUrl: string, version: SecretVersion): Record<string, unknown> {
  return described(version, `${vaultUrl}/secrets/${version.name}`);
}

export function secretBundle(vaultUrl: string, version: SecretVersion): Record<string, unknown> {
  return { value: version.value, ...versionItem(vaultUrl, version) };
}

/** What stands for a deleted secret, with or without its version in the id. */
export function deletedBundle(vaultUrl: string, version: SecretVersion, deletedAt: number): Record<string, unknown> {
  return {
    recoveryId: `${vaultUrl}/deletedsecrets/${version.name}`,
    deletedDate: seconds(deletedAt),
    scheduledPurgeDate: seconds(deletedAt + recoverableDays * day),
    ...versionItem(vaultUrl, version),
  };
}
