import { Crc32c } from '@aws-crypto/crc32c';
import type { SecretVersion, StoredSecret, VersionState } from './stored-secrets.ts';

const numberOfState: Readonly<Record<VersionState, number>> = { ENABLED: 1, DISABLED: 2, DESTROYED: 3 };

const timestamp = (milliseconds: number): string => new Date(milliseconds).toISOString();

export function checksum(data: Uint8Array): number {
  return new Crc32c().update(data).digest();
}

/** The JSON of https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets */
export function secretResource(parent: string, { id, createdAt, etag, description }: StoredSecret): object {
  const { labels, annotations, replication } = description;
  return {
    name: `${parent}/secrets/${id}`,
    ...(replication === undefined ? {} : { replication }),
    createTime: timestamp(createdAt),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    etag,
  };
}

/** The JSON of a version; with `numericEnums` its state is the number that the protocol buffer has for it. */
export function versionResource(name: string, secret: StoredSecret, version: SecretVersion, numericEnums: boolean): object {
  const { state, createdAt, destroyedAt, checksumSent, etag } = version;
  return {
    name: `${name}/versions/${version.number}`,
    createTime: timestamp(createdAt),
    ...(destroyedAt === undefined ? {} : { destroyTime: timestamp(destroyedAt) }),
    state: numericEnums ? numberOfState[state] : state,
    ...(secret.description.replication === undefined ? {} : { replicationStatus: { automatic: {} } }),
    etag,
    ...(checksumSent ? { clientSpecifiedPayloadChecksum: true } : {}),
  };
}

export function payloadResource(name: string, secret: StoredSecret, number: string, data: Uint8Array): object {
  const dataCrc32c = (checksum(data) + (secret.hasCorruptChecksum ? 1 : 0)) % 2 ** 32;
  return { name: `${name}/versions/${number}`, payload: { data: Buffer.from(data).toString('base64'), dataCrc32c: String(dataCrc32c) } };
}
