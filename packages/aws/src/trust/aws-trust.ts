import type { TrustInput } from '@carnet/provider';
import { awsError } from '../aws-error.ts';
import { textSetting } from '../identity-settings.ts';
import { regionNamed, type Region } from '../partitions.ts';
import { checkName } from '../secret-name.ts';
import { accessPolicy } from './access-policy.ts';
import { policyOf, providerArn, trustStatement, type Policy } from './trust-policy.ts';

export const audience = 'sts.amazonaws.com';
export const policyName = 'carnet-secrets';

/** What a trust consists of, for every format to write down. */
export interface AwsTrust {
  readonly region: Region;
  readonly accountId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly providerArn: string;
  readonly roleName: string;
  readonly roleArn: string;
  readonly trustPolicy: Policy;
  readonly accessPolicy: Policy;
  readonly sessionTags: boolean;
  readonly kmsKeyArn: string | undefined;
  /** The first secret. */
  readonly create: string | undefined;
  /** The service account on EKS that takes the role. */
  readonly serviceAccount: { readonly namespace: string; readonly name: string } | undefined;
}

const invalid = (message: string, hint: string): Error => awsError({ code: 'SETTINGS_INVALID', step: 'configure', message, hint });

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
function checkIssuer(issuer: string): void {
  const url = URL.parse(issuer);
  if (url?.protocol === 'https:' && url.port === '' && issuer.length <= 255 && /^https:\/\/[A-Za-z0-9.-]+(?:\/[A-Za-z0-9._~!$&()*+,;=%/-]*)?$/.test(issuer)) return;
  throw invalid('AWS takes an issuer of at most 255 characters with https and without port, query or user.', 'Serve the issuer under such an address: its two documents may come from any host.');
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function checkSize(policy: Policy, most: number, what: string, hint: string): void {
  if (JSON.stringify(policy).length > most) throw invalid(`${what} would be longer than the ${most} characters that IAM takes.`, hint);
}

function checkKey(kmsKeyArn: string | undefined, region: Region): void {
  if (kmsKeyArn === undefined) return;
  const [, partition, , place] = kmsKeyArn.split(':');
  if (partition !== region.partition.id || place !== region.name) throw invalid('The KMS key is in another region than the secrets.', 'Give the ARN of the key in the region of the secrets.');
}

// RFC 1123, as Kubernetes has it: a namespace is one label, a service account may have several.
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function serviceAccountOf({ ambient }: TrustInput): AwsTrust['serviceAccount'] {
  if (ambient?.kind !== 'eks' || ambient.serviceAccount === undefined) return undefined;
  const { namespace = 'default', serviceAccount: name } = ambient;
  if (label.test(namespace) && name.length <= 253 && name.split('.').every((part) => label.test(part))) return { namespace, name };
  throw invalid('A service account and its namespace have lower-case letters, digits and hyphens.', 'Copy both from kubectl get serviceaccounts --all-namespaces.');
}

/** @throws CarnetError `SETTINGS_INVALID`, or `REFERENCE_INVALID` for what is no name of a secret */
export function awsTrust(input: TrustInput): AwsTrust {
  const { issuer, subject, settings, create } = input;
  const text = (field: string): string => textSetting(settings, field) ?? '';
  const region = regionNamed(text('region'));
  const [accountId, roleName, kmsKeyArn, sessionTags] = [text('accountId'), text('roleName'), textSetting(settings, 'kmsKeyArn'), settings['sessionTags'] === true];
  checkIssuer(issuer);
  checkKey(kmsKeyArn, region);
  // What is made to test with must be readable.
  const secrets = [...new Set([...input.secrets, ...(create === undefined || input.secrets.length === 0 ? [] : [create])])].map(checkName);
  const provider = providerArn({ partition: region.partition.id, account: accountId }, issuer);
  const trust: AwsTrust = {
    region, accountId, issuer, subject, roleName, sessionTags, kmsKeyArn,
    providerArn: provider,
    roleArn: `arn:${region.partition.id}:iam::${accountId}:role/${roleName}`,
    trustPolicy: policyOf([trustStatement(provider, { issuer, subject, audience }, sessionTags)]),
    accessPolicy: accessPolicy({ region, accountId, secrets, list: input.list, write: input.write, kmsKeyArn }),
    create: create === undefined ? undefined : checkName(create),
    serviceAccount: serviceAccountOf(input),
  };
  checkSize(trust.trustPolicy, 2048, 'The trust policy', 'Shorten the subject.');
  checkSize(trust.accessPolicy, 10_240, 'The policy of the role', 'Name fewer secrets, or none to open all of the region.');
  return trust;
}
