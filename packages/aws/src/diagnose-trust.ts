import type { Diagnosis, Failure, SentToken } from '@carnet/provider';
import { iamCommand, option } from './aws-command.ts';
import { exchangeRegion, roleOfFailure } from './failure-subject.ts';
import { policyOf, providerArn, trustStatement } from './trust/trust-policy.ts';
import { shellQuote } from '@carnet/provider-parts';

function trustValues(token: SentToken | undefined): { readonly sent?: Readonly<Record<string, string>> } {
  return token === undefined ? {} : { sent: { issuer: token.issuer, subject: token.subject, audience: token.audience } };
}

function updateTrust(failure: Failure): { readonly command?: string } {
  const { token, identity } = failure;
  const role = roleOfFailure(failure);
  if (token === undefined || role === undefined) return {};
  const document = JSON.stringify(policyOf([trustStatement(providerArn(role, token.issuer), token, identity?.['sessionTags'] === true)]));
  return { command: iamCommand(`update-assume-role-policy ${option('role-name', role.name)} --policy-document ${shellQuote(document)}`, exchangeRegion(failure)) };
}

export function trustRejected(failure: Failure): Diagnosis {
  const { error, method, token } = failure;
  const text = error.cloudMessage ?? '';
  const role = roleOfFailure(failure);
  const iam = (words: string): { readonly command: string } => ({ command: iamCommand(words, exchangeRegion(failure)) });
  const sent = trustValues(token);
  if (method !== 'workload-identity') {
    return {
      cause: 'The access key may not assume the role: either its own policy does not allow sts:AssumeRole on it, or the trust policy of the role does not name it, or asks for another external ID.',
      cure: 'Compare the trust policy that this prints with the user of the key and the external ID, and allow sts:AssumeRole on the role to that user.',
      severity: 'error',
      ...(role && { ...iam(`get-role ${option('role-name', role.name)} --query Role.AssumeRolePolicyDocument`), sent: { roleArn: role.arn } }),
    };
  }
  if (/No OpenIDConnect provider found/i.test(text)) {
    return {
      cause: 'The account of the role has no OpenID Connect provider with the issuer of our token.',
      cure: 'Register the issuer exactly as shown, upper and lower case and a trailing slash included.',
      severity: 'error',
      ...sent,
      ...(token && iam(`create-open-id-connect-provider ${option('url', token.issuer)} ${option('client-id-list', token.audience)}`)),
    };
  }
  if (/audience/i.test(text)) {
    return {
      cause: 'The OpenID Connect provider in the account of the role does not list the audience of our token.',
      cure: 'Add the audience to the provider.',
      severity: 'error',
      ...sent,
      ...(token && role && iam(`add-client-id-to-open-id-connect-provider ${option('open-id-connect-provider-arn', providerArn(role, token.issuer))} ${option('client-id', token.audience)}`)),
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
