import { randomUUID } from 'node:crypto';
import type { JsonInput } from '../protocol/json-protocol.ts';
import { existing } from './read-actions.ts';
import { requestTags, requireActionOn, requireKey, type SecretCaller } from './secret-access.ts';
import { checkName, flag, requiredText, secretValue, tags, text, textList, wholeNumber } from './secret-input.ts';
import { seconds } from './secret-outputs.ts';
import { invalidParameter, secretExists, secretNotFound, tokenInUse, valueMissing, valueNotFound } from './secrets-manager-refusals.ts';
import { current, stagesOf, type StoredSecret } from './stored-secrets.ts';

const forWriting = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;
const day = 24 * 60 * 60 * 1000;

export function createSecret(caller: SecretCaller, input: JsonInput): object {
  const { secrets } = caller;
  const name = requiredText(input, 'Name');
  checkName(name);
  const token = text(input, 'ClientRequestToken') ?? randomUUID();
  const value = secretValue(input);
  const details = { description: text(input, 'Description'), kmsKeyId: text(input, 'KmsKeyId'), tags: tags(input) };
  requireActionOn(caller, 'CreateSecret', name, [['secretsmanager:name', name], ...requestTags(details.tags)]);
  if (details.tags.length > 0) requireActionOn(caller, 'TagResource', name, requestTags(details.tags));

  // The same call again finds what the first one made.
  const before = secrets.find(name);
  if (before && !before.deletion && value !== undefined && before.versions.has(token)) {
    return { ...arnAndName(before), VersionId: secrets.addVersion(before, value, token).id };
  }
  if (before && !before.deletion) throw secretExists(name);
  requireKey(caller, details.kmsKeyId, forWriting);
  const secret = secrets.create(name, details);
  return { ...arnAndName(secret), VersionId: value === undefined ? undefined : secrets.addVersion(secret, value, token).id };
}

export function putSecretValue(caller: SecretCaller, input: JsonInput): object {
  const secretId = requiredText(input, 'SecretId');
  const token = text(input, 'ClientRequestToken');
  const stages = textList(input, 'VersionStages', { max: 20 });
  const value = secretValue(input);
  requireActionOn(caller, 'PutSecretValue', secretId);
  if (value === undefined) throw valueMissing();
  const secret = existing(caller, secretId);
  requireKey(caller, secret.kmsKeyId, forWriting);
  const { id } = caller.secrets.addVersion(secret, value, token, stages);
  return { ...arnAndName(secret), VersionId: id, VersionStages: stagesOf(secret, id) };
}

export function updateSecret(caller: SecretCaller, input: JsonInput): object {
  const secretId = requiredText(input, 'SecretId');
  const token = text(input, 'ClientRequestToken');
  const description = text(input, 'Description');
  const kmsKeyId = text(input, 'KmsKeyId');
  const value = secretValue(input);
  requireActionOn(caller, 'UpdateSecret', secretId);
  const secret = existing(caller, secretId);
  // Unlike PutSecretValue, this never takes a token twice.
  if (value !== undefined && token !== undefined && secret.versions.has(token)) throw tokenInUse(token, secret.arn);
  if (value !== undefined || kmsKeyId !== undefined) requireKey(caller, kmsKeyId ?? secret.kmsKeyId, forWriting);
  const version = value === undefined ? undefined : caller.secrets.addVersion(secret, value, token);
  if (description !== undefined) secret.description = description;
  if (kmsKeyId !== undefined) secret.kmsKeyId = kmsKeyId;
  secret.changedAt = caller.now;
  return { ...arnAndName(secret), VersionId: version?.id };
}

export function deleteSecret(caller: SecretCaller, input: JsonInput): object {
  const secretId = requiredText(input, 'SecretId');
  const days = wholeNumber(input, 'RecoveryWindowInDays');
  const isForced = flag(input, 'ForceDeleteWithoutRecovery');
  if (isForced && days !== undefined) throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  if (days !== undefined && (days < 7 || days > 30)) throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
  requireActionOn(caller, 'DeleteSecret', secretId, [['secretsmanager:forcedeletewithoutrecovery', String(isForced)]]);
  if (isForced) return deleteAtOnce(caller, secretId);
  const secret = existing(caller, secretId);
  const goneAt = caller.now + (days ?? 30) * day;
  caller.secrets.remove(secret, goneAt);
  return { ...arnAndName(secret), DeletionDate: seconds(goneAt) };
}

// Without recovery, what was never there is deleted like what was.
function deleteAtOnce(caller: SecretCaller, secretId: string): object {
  const secret = caller.secrets.find(secretId);
  if (!secret) return { ARN: caller.secrets.arnFor(secretId), Name: secretId, DeletionDate: seconds(caller.now) };
  caller.secrets.remove(secret, caller.now);
  return { ...arnAndName(secret), DeletionDate: seconds(caller.now) };
}

export function restoreSecret(caller: SecretCaller, input: JsonInput): object {
  const secretId = requiredText(input, 'SecretId');
  requireActionOn(caller, 'RestoreSecret', secretId);
  const secret = caller.secrets.find(secretId);
  if (!secret) throw secretNotFound();
  secret.deletion = undefined;
  return arnAndName(secret);
}

export function updateSecretVersionStage(caller: SecretCaller, input: JsonInput): object {
  const secretId = requiredText(input, 'SecretId');
  const stage = requiredText(input, 'VersionStage');
  const [from, to] = [text(input, 'RemoveFromVersionId'), text(input, 'MoveToVersionId')];
  requireActionOn(caller, 'UpdateSecretVersionStage', secretId, [['secretsmanager:versionstage', stage]]);
  const secret = existing(caller, secretId);
  for (const id of [from, to]) if (id !== undefined && !secret.versions.has(id)) throw valueNotFound('VersionId', id);
  const holder = secret.stages.get(stage);
  if (holder !== undefined && holder !== to && from !== holder) {
    throw invalidParameter(
      from === undefined
        ? `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`
        : `The parameter RemoveFromVersionId is incorrect. Staging label ${stage} is currently attached to version ${holder}.`,
    );
  }
  if (to === undefined && stage === current) throw invalidParameter(`You can only move staging label ${current} to a different secret version. It can't be completely removed.`);
  if (to === undefined && from === undefined) throw invalidParameter('You must provide either MoveToVersionId or RemoveFromVersionId.');
  caller.secrets.moveStage(secret, stage, to);
  return arnAndName(secret);
}

export function tagResource(caller: SecretCaller, input: JsonInput): object {
  const secretId = requiredText(input, 'SecretId');
  const added = tags(input);
  requireActionOn(caller, 'TagResource', secretId, requestTags(added));
  const secret = existing(caller, secretId);
  for (const [key, value] of added) secret.tags.set(key, value);
  return {};
}

export function untagResource(caller: SecretCaller, input: JsonInput): object {
  const secretId = requiredText(input, 'SecretId');
  const keys = textList(input, 'TagKeys', { min: 0, max: 50 }) ?? [];
  requireActionOn(caller, 'UntagResource', secretId, [['aws:tagkeys', keys]]);
  const secret = existing(caller, secretId);
  for (const key of keys) secret.tags.delete(key);
  return {};
}

function arnAndName({ arn, name }: StoredSecret): { readonly ARN: string; readonly Name: string } {
  return { ARN: arn, Name: name };
}
