import { stagesOf, type SecretVersion, type StoredSecret } from './stored-secrets.ts';

/** A time as AWS JSON writes it. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

export function valueOutput(secret: StoredSecret, version: SecretVersion): object {
  const { id, value, createdAt } = version;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    ...(typeof value === 'string' ? { SecretString: value } : { SecretBinary: Buffer.from(value).toString('base64') }),
    ...versionStages(secret, id),
    CreatedDate: seconds(createdAt),
  };
}

/** A version without a label has no list of them. */
export function versionStages(secret: StoredSecret, versionId: string): { readonly VersionStages?: readonly string[] } {
  const stages = stagesOf(secret, versionId);
  return stages.length === 0 ? {} : { VersionStages: stages };
}

export function describedSecret(secret: StoredSecret): object {
  return { ...details(secret), VersionIdsToStages: labeledVersions(secret) };
}

export function listedSecret(secret: StoredSecret): object {
  return { ...details(secret), SecretVersionsToStages: labeledVersions(secret) };
}

function details(secret: StoredSecret): object {
  const { arn, name, description, kmsKeyId, changedAt, createdAt, deletion } = secret;
  return {
    ARN: arn,
    Name: name,
    Description: description,
    KmsKeyId: kmsKeyId,
    LastChangedDate: seconds(changedAt),
    DeletedDate: deletion && seconds(deletion.at),
    Tags: secret.tags.size === 0 ? undefined : [...secret.tags].map(([Key, Value]) => ({ Key, Value })),
    CreatedDate: seconds(createdAt),
  };
}

function labeledVersions(secret: StoredSecret): Readonly<Record<string, readonly string[]>> | undefined {
  const labeled = [...new Set(secret.stages.values())].map((id) => [id, stagesOf(secret, id)] as const);
  return labeled.length === 0 ? undefined : Object.fromEntries(labeled);
}
