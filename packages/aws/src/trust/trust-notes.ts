import type { TrustInput } from '@carnet/provider';
import { looksLikeArn } from './access-policy.ts';
import { annotation } from './service-account.ts';
import type { AwsTrust } from './aws-trust.ts';

/** What the choices cost and buy, and what to know before. */
export function trustNotes({ secrets, list, write, ambient }: TrustInput, trust: AwsTrust): readonly string[] {
  const all = secrets.length === 0;
  const inEks = trust.serviceAccount && annotation(trust.serviceAccount, trust.roleArn);
  return [
    all
      ? `Every secret of the account in ${trust.region.name} can be read. Name secrets to open these alone.`
      : 'Each secret named here can be read, and no other. A secret more is a run more, with all names.',
    ...(secrets.length === 1 ? [] : ['secretsmanager:BatchGetSecretValue takes "*" alone and opens no secret by itself: it makes one request of up to twenty.']),
    list
      ? 'secretsmanager:ListSecrets takes "*" alone: the role sees the names and descriptions of all secrets of the region, and no value. It buys names completed while you type, and near names when one is not found.'
      : 'The role cannot list: names are typed in full. Allow it to have them completed, at the price that it sees the names of all secrets of the region.',
    ...(write ? secrets.filter(looksLikeArn).map((name) => `${name} can be overwritten and not created: with a hyphen and six characters at its end, its name could be the ARN of another secret.`) : []),
    ...(write ? [`The role can create, overwrite and delete ${all ? 'every secret of the region' : 'these secrets'}. Runs that only read do not need it, and Carnet writes only where the credential says writable: true.`] : []),
    ...(trust.kmsKeyArn === undefined ? ['Secrets under a KMS key of your own need its ARN here, too.'] : ['The policy of the KMS key must let the account use it through IAM, as the one that AWS makes does.']),
    ...(trust.sessionTags ? ['The session carries the ids of organization and automation as tags: set sessionTags in the workload identity config, too, which is done in the entry that is printed.'] : []),
    ...(inEks === undefined ? [] : [`On EKS the service account needs an annotation; in another format than that of the AWS CLI, run: ${inEks}`]),
    ...(ambient !== undefined && ambient.kind !== 'eks' ? ['The token must be asked for with the audience sts.amazonaws.com.'] : []),
    'A change in IAM can take a minute to be seen.',
  ];
}
