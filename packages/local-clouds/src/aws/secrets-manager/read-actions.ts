import { AwsRefusal } from '../protocol/aws-refusal.ts';
import type { JsonInput } from '../protocol/json-protocol.ts';
import { readFilters } from './filters.ts';
import { page } from './pages.ts';
import { requireAction, requireActionOn, requireKey, type SecretCaller } from './secret-access.ts';
import { describedSecret, listedSecret, seconds, valueOutput, versionStages } from './secret-outputs.ts';
import { flag, objects, requiredText, text, textList, wholeNumber } from './secret-input.ts';
import { invalidParameter, markedForDeletion, secretNotFound, stageOfOtherVersion, valueNotFound } from './secrets-manager-refusals.ts';
import { current, stagesOf, type SecretVersion, type StoredSecret } from './stored-secrets.ts';

export function getSecretValue(caller: SecretCaller, input: JsonInput): object {
  const secretId = requiredText(input, 'SecretId');
  return readValue(caller, secretId, text(input, 'VersionId'), text(input, 'VersionStage'));
}

function readValue(caller: SecretCaller, secretId: string, versionId?: string, stage?: string): object {
  requireActionOn(caller, 'GetSecretValue', secretId, [
    ...(versionId === undefined ? [] : [['secretsmanager:versionid', versionId] as const]),
    ...(stage === undefined ? [] : [['secretsmanager:versionstage', stage] as const]),
  ]);
  const secret = existing(caller, secretId);
  const version = findVersion(secret, versionId, stage);
  requireKey(caller, secret.kmsKeyId, ['kms:Decrypt']);
  return valueOutput(secret, version);
}

/** @throws AwsRefusal where there is no such secret, or it is marked for deletion */
export function existing({ secrets }: SecretCaller, secretId: string): StoredSecret {
  const secret = secrets.find(secretId);
  if (!secret) throw secretNotFound();
  if (secret.deletion) throw markedForDeletion();
  return secret;
}

function findVersion(secret: StoredSecret, versionId: string | undefined, stage: string | undefined): SecretVersion {
  if (versionId === undefined) {
    const label = stage ?? current;
    return secret.versions.get(secret.stages.get(label) ?? '') ?? raise(valueNotFound('staging label', label));
  }
  const version = secret.versions.get(versionId) ?? raise(valueNotFound('VersionId', versionId));
  if (stage !== undefined && !stagesOf(secret, version.id).includes(stage)) throw stageOfOtherVersion();
  return version;
}

const mostInABatch = 20;

export function batchGetSecretValue(caller: SecretCaller, input: JsonInput): object {
  const ids = textList(input, 'SecretIdList', { max: mostInABatch });
  const filters = readFilters(objects(input, 'Filters'));
  const maxResults = wholeNumber(input, 'MaxResults', { min: 1, max: mostInABatch });
  const nextToken = text(input, 'NextToken');
  if ((ids === undefined) === (filters.length === 0)) throw invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
  if (ids !== undefined && maxResults !== undefined) throw invalidParameter("'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.");
  if (ids !== undefined && nextToken !== undefined) throw invalidParameter("'Filters' not specified. 'Filters' must also be specified when 'NextToken' is provided.");
  requireAction(caller, 'BatchGetSecretValue');
  if (ids !== undefined) return readAll(caller, ids);
  requireAction(caller, 'ListSecrets');
  const found = caller.secrets.all().filter((secret) => secret.deletion === undefined && filters.every((matches) => matches(secret)));
  const { items, NextToken } = page(found, ({ arn }) => arn, { size: maxResults ?? mostInABatch, token: nextToken });
  return { ...readAll(caller, items.map(({ arn }) => arn)), NextToken };
}

function readAll(caller: SecretCaller, ids: readonly string[]): object {
  const values: object[] = [];
  const errors: object[] = [];
  for (const id of ids) {
    try {
      values.push(readValue(caller, id));
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error;
      errors.push({ SecretId: id, ErrorCode: error.code, Message: error.message });
    }
  }
  return { SecretValues: values, Errors: errors };
}

export function listSecrets(caller: SecretCaller, input: JsonInput): object {
  const filters = readFilters(objects(input, 'Filters'));
  const size = wholeNumber(input, 'MaxResults', { min: 1, max: 100 }) ?? 100;
  const token = text(input, 'NextToken');
  const order = text(input, 'SortOrder') ?? 'desc';
  const includesDeleted = flag(input, 'IncludePlannedDeletion');
  if (order !== 'asc' && order !== 'desc') {
    throw new AwsRefusal('ValidationException', `1 validation error detected: Value '${order}' at 'sortOrder' failed to satisfy constraint: Member must satisfy enum value set: [asc, desc]`);
  }
  requireAction(caller, 'ListSecrets');
  const found = caller.secrets.all().filter((secret) => (includesDeleted || secret.deletion === undefined) && filters.every((matches) => matches(secret)));
  const { items, NextToken } = page(order === 'asc' ? found : found.toReversed(), ({ arn }) => arn, { size, token });
  return { SecretList: items.map((secret) => listedSecret(secret)), NextToken };
}

export function describeSecret(caller: SecretCaller, input: JsonInput): object {
  const secretId = requiredText(input, 'SecretId');
  requireActionOn(caller, 'DescribeSecret', secretId);
  const secret = caller.secrets.find(secretId);
  if (!secret) throw secretNotFound();
  return describedSecret(secret);
}

export function listSecretVersionIds(caller: SecretCaller, input: JsonInput): object {
  const secretId = requiredText(input, 'SecretId');
  const size = wholeNumber(input, 'MaxResults', { min: 1, max: 100 }) ?? 100;
  const token = text(input, 'NextToken');
  const includesDeprecated = flag(input, 'IncludeDeprecated');
  requireActionOn(caller, 'ListSecretVersionIds', secretId);
  const secret = caller.secrets.find(secretId);
  if (!secret) throw secretNotFound();
  const versions = [...secret.versions.values()].filter(({ id }) => includesDeprecated || stagesOf(secret, id).length > 0);
  const { items, NextToken } = page(versions, ({ id }) => id, { size, token });
  return {
    ARN: secret.arn,
    Name: secret.name,
    Versions: items.map(({ id, createdAt }) => ({ VersionId: id, ...versionStages(secret, id), CreatedDate: seconds(createdAt) })),
    NextToken,
  };
}

function raise(error: Error): never {
  throw error;
}
