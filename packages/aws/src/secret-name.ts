import { awsError } from './aws-error.ts';

const secretName = /^[A-Za-z0-9/_+=.@-]{1,512}$/;
const versionId = /^[A-Za-z0-9-]{32,64}$/;
const stagePrefix = 'stage:';
// AWS names 1 to 256 characters and no alphabet.
const stageLabel = /^[\x21-\x7e]{1,256}$/;

export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** By Secrets Manager's own rule for names. An ARN does not pass: it could name another account or region. */
export function checkName(name: string): string {
  if (isSecretName(name)) return name;
  throw awsError({
    code: 'REFERENCE_INVALID',
    message: 'The name of a secret has 1 to 512 letters, digits and /_+=.@-; an ARN is not taken.',
    hint: 'Write the name; account and region come from the credential.',
  });
}

export type SecretVersion = { readonly VersionId: string } | { readonly VersionStage: string };

/** A reference's version as the field of the request that means it. */
export function secretVersion(version: string): SecretVersion {
  if (versionId.test(version)) return { VersionId: version };
  const label = version.startsWith(stagePrefix) ? version.slice(stagePrefix.length) : '';
  if (stageLabel.test(label)) return { VersionStage: label };
  throw awsError({ code: 'REFERENCE_INVALID', message: 'The version of a secret is a version id of 32 to 64 characters, or stage: and a staging label.', hint: 'Write for example stage:AWSPREVIOUS.' });
}

export interface SecretPlace {
  readonly partition: string;
  readonly region: string;
  /** Undefined where only AWS knows it. */
  readonly account: string | undefined;
}

/** Whether this is the ARN of the secret of that name in that place: the name, a hyphen and six characters at its end. */
export function isArnOf(arn: unknown, name: string, { partition, region, account }: SecretPlace): boolean {
  if (typeof arn !== 'string') return false;
  const [scheme, inPartition, service, inRegion, inAccount, kind, resource, ...rest] = arn.split(':');
  return scheme === 'arn' && service === 'secretsmanager' && kind === 'secret' && rest.length === 0
    && inPartition === partition && inRegion === region && inAccount === (account ?? inAccount)
    && resource !== undefined && resource.startsWith(`${name}-`) && /^[A-Za-z0-9]{6}$/.test(resource.slice(name.length + 1));
}
