import { issuerUrl, organization, valueOf } from './bench-secrets.ts';
import type { CannedCloud } from './canned-cloud.ts';

export const audience = 'sts.amazonaws.com';
export const region = 'eu-central-1';
export const roleArn = 'arn:aws:iam::111122223333:role/bench';

const stsHost = `sts.${region}.amazonaws.com`;
const versionId = '01234567-89ab-4cde-8f01-23456789abcd';
let exchanges = 0;

/** STS and Secrets Manager. */
export const cannedAws: CannedCloud = {
  hosts: [stsHost, `secretsmanager.${region}.amazonaws.com`],
  answer({ host, target, body }) {
    if (host === stsHost) return { kind: 'token', headers: { 'content-type': 'text/xml' }, body: assumedRole(new URLSearchParams(body)) };
    const { SecretId = '', SecretIdList = [] } = JSON.parse(body) as { SecretId?: string; SecretIdList?: readonly string[] };
    const answer = target === 'secretsmanager.BatchGetSecretValue' ? { SecretValues: SecretIdList.map(secretOf), Errors: [] } : secretOf(SecretId);
    return { kind: 'read', headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(answer) };
  },
};

function secretOf(name: string): object {
  return {
    ARN: `arn:aws:secretsmanager:${region}:111122223333:secret:${name}-AbCdEf`,
    Name: name,
    VersionId: versionId,
    SecretString: valueOf(name),
    VersionStages: ['AWSCURRENT'],
    CreatedDate: 1.7e9,
  };
}

/** Other credentials each time, as in truth, so that no client finds its signing key already derived. */
function assumedRole(form: URLSearchParams): string {
  exchanges += 1;
  const session = form.get('RoleSessionName') ?? '';
  const expiration = new Date(Date.now() + Number(form.get('DurationSeconds') ?? 3600) * 1000).toISOString();
  const serial = String(exchanges).padStart(16, 'A');
  return `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
<Credentials><AccessKeyId>ASIA${serial}</AccessKeyId><SecretAccessKey>canned-secret-access-key-${serial}</SecretAccessKey>
<SessionToken>canned-session-token-${serial}</SessionToken><Expiration>${expiration}</Expiration></Credentials>
<SubjectFromWebIdentityToken>organization:${organization}</SubjectFromWebIdentityToken>
<AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/bench/${session}</Arn><AssumedRoleId>AROAAAAAAAAAAAAAAAAAA:${session}</AssumedRoleId></AssumedRoleUser>
<Provider>arn:aws:iam::111122223333:oidc-provider/${new URL(issuerUrl).host}</Provider><Audience>${audience}</Audience>
</AssumeRoleWithWebIdentityResult><ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata></AssumeRoleWithWebIdentityResponse>`;
}
