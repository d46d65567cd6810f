import { hostOf, type Region } from '../partitions.ts';
import { policyOf, type Policy, type PolicyStatement } from './trust-policy.ts';

export interface Access {
  readonly region: Region;
  readonly accountId: string;
  /** Empty: every secret of account and region. */
  readonly secrets: readonly string[];
  readonly list: boolean;
  readonly write: boolean;
  readonly kmsKeyArn: string | undefined;
}

/** Such a name is also the end of an ARN: that of a secret without it. */
export const looksLikeArn = (name: string): boolean => /-[A-Za-z0-9]{6}$/.test(name);

/** What the provider calls, and nothing else. AWS adds a hyphen and six characters to the name of a secret. */
export function accessPolicy({ region, accountId, secrets, list, write, kmsKeyArn }: Access): Policy {
  const arns = (names: readonly string[]): readonly string[] => names.map((name) => `arn:${region.partition.id}:secretsmanager:${region.name}:${accountId}:secret:${name}`);
  const resources = arns(secrets.length === 0 ? ['*'] : secrets.map((name) => `${name}-??????`));
  const allow = (Sid: string, actions: readonly string[], resource: readonly string[], more: PolicyStatement = {}): PolicyStatement => ({ Sid, Effect: 'Allow', Action: single(actions), Resource: single(resource), ...more });
  return policyOf([
    allow('ReadSecrets', ['secretsmanager:GetSecretValue'], resources),
    // A secret that is alone is read singly.
    ...(secrets.length === 1 ? [] : [allow('ReadInBatches', ['secretsmanager:BatchGetSecretValue'], ['*'])]),
    ...(list ? [allow('ListNames', ['secretsmanager:ListSecrets'], ['*'])] : []),
    // A secret that does not exist yet has no characters at its end, and is found to be missing by its name alone.
    ...(write ? [allow('WriteSecrets', ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:DeleteSecret'], [...resources, ...arns(secrets.filter((name) => !looksLikeArn(name)))])] : []),
    ...(kmsKeyArn === undefined
      ? []
      : [allow('UseKey', write ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'], [kmsKeyArn], { Condition: { StringEquals: { 'kms:ViaService': hostOf('secretsmanager', region) } } })]),
  ]);
}

function single(values: readonly string[]): string | readonly string[] {
  const [first, ...rest] = values;
  return first !== undefined && rest.length === 0 ? first : values;
}
