import type { IssuerKeys } from '../../issuer-keys/issuer-keys.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { hostAndPath } from '../accounts/oidc-provider.ts';
import { tagContext } from '../accounts/principal.ts';
import type { Role } from '../accounts/role.ts';
import type { AwsEndpoint } from '../hosts.ts';
import type { RequestContext } from '../policy/conditions.ts';
import { decide, isActionOf } from '../policy/evaluate.ts';
import type { QueryParameters } from '../protocol/query-protocol.ts';
import type { XmlContent } from '../protocol/xml.ts';
import { issueSession } from './issue-session.ts';
import { durationTooLong, findRole, readSessionRequest } from './session-request.ts';
import { verifyWebIdentityToken, type WebIdentity } from './verify-web-identity-token.ts';
import { webIdentityDenied } from './web-identity-refusals.ts';

export interface WebIdentityParts {
  readonly accounts: Accounts;
  readonly issuerKeys: IssuerKeys;
  readonly clock: { now(): number };
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
export async function assumeRoleWithWebIdentity({ accounts, issuerKeys, clock }: WebIdentityParts, endpoint: AwsEndpoint, parameters: QueryParameters): Promise<XmlContent> {
  const token = parameters.text('WebIdentityToken');
  const request = readSessionRequest(parameters, [{ name: 'webIdentityToken', value: token, constraint: { required: true, min: 4, max: 20_000, sensitive: true } }]);
  const { account, role } = findRole(accounts, endpoint, request.roleArn);
  const now = clock.now();
  const identity = await verifyWebIdentityToken({ token: token ?? '', account, issuerKeys, now });
  if (!account || !role) throw webIdentityDenied();

  const { provider, subject, audience, tags: { tags, transitiveKeys } } = identity;
  const context = trustContext(identity, request.sessionName);
  if (!trusts(role, provider.arn, 'sts:AssumeRoleWithWebIdentity', context)) throw webIdentityDenied();
  if (tags.size > 0 && !trusts(role, provider.arn, 'sts:TagSession', context)) throw webIdentityDenied('sts:TagSession');
  if (request.durationSeconds > role.maxSessionSeconds) throw durationTooLong();

  const transitive = transitiveKeys.map((key) => key.toLowerCase());
  const transitiveTags = new Map([...tags].filter(([key]) => transitive.includes(key.toLowerCase())));
  const session = issueSession({ accounts, account, role, request, tags, transitiveTags, federatedProvider: provider.arn, now });
  return { SubjectFromWebIdentityToken: subject, Audience: audience, ...session, Provider: provider.arn };
}

function trusts(role: Role, providerArn: string, action: string, context: RequestContext): boolean {
  const isMeant = (statement: (typeof role.trust.statements)[number]): boolean =>
    (statement.principals?.['Federated']?.includes(providerArn) ?? false) && isActionOf(statement, action);
  return decide(role.trust.statements, isMeant, context) === 'allowed';
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
function trustContext({ provider, subject, audience, otherAudiences, tags: { tags } }: WebIdentity, sessionName: string): RequestContext {
  const issuer = hostAndPath(provider.url).toLowerCase();
  return new Map<string, string | readonly string[]>([
    [`${issuer}:sub`, subject],
    [`${issuer}:aud`, audience],
    ...(otherAudiences.length === 0 ? [] : [[`${issuer}:oaud`, otherAudiences] as const]),
    ['aws:federatedprovider', provider.arn],
    ['sts:rolesessionname', sessionName],
    ['aws:securetransport', 'true'],
    ...(tags.size === 0 ? [] : [['aws:tagkeys', [...tags.keys()]] as const]),
    ...tagContext('aws:RequestTag', tags),
  ]);
}
