import type { Diagnosis, Failure, SentToken } from '@carnet/provider';
import { roleOfFailure } from './failure-subject.ts';
import type { Role } from './identity-settings.ts';
import { shellQuote } from '@carnet/provider-parts';

const withoutScheme = (issuer: string): string => issuer.replace(/^https:\/\//, '');

function trustValues(token: SentToken | undefined): { readonly sent?: Readonly<Record<string, string>> } {
  return token === undefined ? {} : { sent: { issuer: token.issuer, subject: token.subject, audience: token.audience } };
}

function providerArn(role: Role, token: SentToken): string {
  return `arn:${role.arn.split(':')[1]}:iam::${role.account}:oidc-provider/${withoutScheme(token.issuer)}`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
function trustPolicy(role: Role, token: SentToken, withTags: boolean): object {
  const issuer = withoutScheme(token.issuer);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: providerArn(role, token) },
        Action: withTags ? ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] : 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${issuer}:aud`]: token.audience, [`${issuer}:sub`]: token.subject } },
      },
    ],
  };
}

function updateTrust(failure: Failure): { readonly command?: string } {
  const { token, identity } = failure;
  const role = roleOfFailure(failure);
  if (token === undefined || role === undefined) return {};
  const document = JSON.stringify(trustPolicy(role, token, identity?.['sessionTags'] === true));
  return { command: `aws iam update-assume-role-policy --role-name ${shellQuote(role.name)} --policy-document ${shellQuote(document)}` };
}

export function trustRejected(failure: Failure): Diagnosis {
  const { error, method, token } = failure;
  const text = error.cloudMessage ?? '';
  const role = roleOfFailure(failure);
  const sent = trustValues(token);
  if (method !== 'workload-identity') {
    return {
      cause: 'The access key may not assume the role: either its own policy does not allow sts:AssumeRole on it, or the trust policy of the role does not name it, or asks for another external ID.',
      cure: 'Compare the trust policy that this prints with the user of the key and the external ID, and allow sts:AssumeRole on the role to that user.',
      severity: 'error',
      ...(role && { command: `aws iam get-role --role-name ${shellQuote(role.name)} --query Role.AssumeRolePolicyDocument`, sent: { roleArn: role.arn } }),
    };
  }
  if (/No OpenIDConnect provider found/i.test(text)) {
    return {
      cause: 'The account of the role has no OpenID Connect provider with the issuer of our token.',
      cure: 'Register the issuer exactly as shown, upper and lower case and a trailing slash included.',
      severity: 'error',
      ...sent,
      ...(token && { command: `aws iam create-open-id-connect-provider --url ${shellQuote(token.issuer)} --client-id-list ${shellQuote(token.audience)}` }),
    };
  }
  if (/audience/i.test(text)) {
    return {
      cause: 'The OpenID Connect provider in the account of the role does not list the audience of our token.',
      cure: 'Add the audience to the provider.',
      severity: 'error',
      ...sent,
      ...(token && role && { command: `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${shellQuote(providerArn(role, token))} --client-id ${shellQuote(token.audience)}` }),
    };
  }
  if (/sts:TagSession/.test(text)) {
    return {
      cause: 'Session tags are switched on, and the trust policy of the role does not allow sts:TagSession.',
      cure: 'Allow it beside sts:AssumeRoleWithWebIdentity, or switch sessionTags off; the command replaces the whole trust policy, so add what else must stay.',
      severity: 'error',
      ...sent,
      ...updateTrust(failure),
    };
  }
  return {
    cause: 'The role does not exist, or its trust policy lets no token with this issuer, subject and audience in; AWS does not say which.',
    cure: 'Give the role this trust policy: the provider as federated principal, and the exact aud and sub. The command replaces the whole policy, so add what else must stay; a change can take a minute to be seen.',
    severity: 'error',
    ...sent,
    ...updateTrust(failure),
  };
}
