import type { IssuerKeys } from '../../issuer-keys/issuer-keys.ts';
import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { hostAndPath } from '../accounts/oidc-provider.ts';
import { tagContext } from '../accounts/principal.ts';
import type { Role } from '../accounts/role.ts';
import type { AwsEndpoint } from '../hosts.ts';
import type { RequestContext } from '../policy/conditions.ts';
import { decide, isActionOf } from '../policy/evaluate.ts';
import type { Statement } from '../policy/policy-document.ts';
import type { QueryParameters } from '../protocol/query-protocol.ts';
import type { XmlContent } from '../protocol/xml.ts';
import { issueSession } from './issue-session.ts';
import { isNamedByIssuer } from './roles-claim.ts';
import { durationTooLong, findRole, readSessionRequest } from './session-request.ts';
import { verifyWebIdentityToken, type WebIdentity } from './verify-web-identity-token.ts';
import { providerIdRefused, webIdentityDenied, type WebIdentityAction } from './web-identity-refusals.ts';

export interface WebIdentityParts {
  readonly accounts: Accounts;
  readonly issuerKeys: IssuerKeys;
  readonly clock: { now(): number };
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
export async function assumeRoleWithWebIdentity({ accounts, issuerKeys, clock }: WebIdentityParts, endpoint: AwsEndpoint, parameters: QueryParameters): Promise<XmlContent> {
  const token = parameters.text('WebIdentityToken');
  const request = readSessionRequest(parameters, [{ name: 'webIdentityToken', value: token, constraint: { required: true, min: 4, max: 20_000, sensitive: true } }]);
  if (parameters.text('ProviderId') !== undefined) throw providerIdRefused();
  const { account, role } = findRole(accounts, endpoint, request.roleArn);
  const now = clock.now();
  const identity = await verifyWebIdentityToken({ token: token ?? '', account, issuerKeys, now });
  const isNamed = isNamedByIssuer(identity.rolesClaim, request.roleArn);
  if (!account || !role) throw webIdentityDenied();

  const { provider, subject, audience, sourceIdentity, tags: { tags, transitiveKeys } } = identity;
  const context = trustContext(identity, account, request.sessionName, isNamed);
  const requireTrust = (action: WebIdentityAction): void => {
    if (!trusts(role, provider.arn, action, context)) throw webIdentityDenied(action);
  };
  requireTrust('sts:AssumeRoleWithWebIdentity');
  if (tags.size > 0) requireTrust('sts:TagSession');
  if (sourceIdentity !== undefined) requireTrust('sts:SetSourceIdentity');
  if (request.durationSeconds > role.maxSessionSeconds) throw durationTooLong();

  const transitive = transitiveKeys.map((key) => key.toLowerCase());
  const transitiveTags = new Map([...tags].filter(([key]) => transitive.includes(key.toLowerCase())));
  const session = issueSession({ accounts, account, role, request, tags, transitiveTags, sourceIdentity, federatedProvider: provider.arn, now });
  return { SubjectFromWebIdentityToken: subject, Audience: audience, ...session, Provider: provider.arn, SourceIdentity: sourceIdentity };
}

function trusts(role: Role, providerArn: string, action: string, context: RequestContext): boolean {
  // Everybody who is denied are web identities too; everybody who is allowed are not.
  const namesProvider = ({ effect, principals = {} }: Statement): boolean =>
    (principals['Federated']?.includes(providerArn) ?? false) || (effect === 'Deny' && Object.values(principals).some((names) => names.includes('*')));
  const isMeant = (statement: Statement): boolean => namesProvider(statement) && isActionOf(statement, action);
  return decide(role.trust.statements, isMeant, context) === 'allowed';
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
function trustContext({ provider, subject, audience, otherAudiences, sourceIdentity, tags: { tags } }: WebIdentity, account: Account, sessionName: string, isNamedByIssuer: boolean): RequestContext {
  const issuer = hostAndPath(provider.url).toLowerCase();
  return new Map<string, string | readonly string[]>([
    [`${issuer}:sub`, subject],
    [`${issuer}:aud`, audience],
    ...(otherAudiences.length === 0 ? [] : [[`${issuer}:oaud`, otherAudiences] as const]),
    ['aws:federatedprovider', provider.arn],
    ['aws:principaltype', 'User'],
    ['aws:userid', provider.arn],
    ['aws:principalaccount', account.id],
    ['sts:roleauthorizedbyidp', String(isNamedByIssuer)],
    ['sts:rolesessionname', sessionName],
    ...(sourceIdentity === undefined ? [] : [['sts:sourceidentity', sourceIdentity] as const]),
    ['aws:securetransport', 'true'],
    ...(tags.size === 0 ? [] : [['aws:tagkeys', [...tags.keys()]] as const]),
    ...tagContext('aws:RequestTag', tags),
  ]);
}
