import type { RegisteredTrust } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { iamCommand, option } from '../aws-command.ts';
import { identitySettings } from '../identity-settings.ts';
import { conditionKeys, conditionsOn, deniesToken, type ConditionValues } from './registered-conditions.ts';
import { isObject, textsOf, type Ours } from './registered-value.ts';
import { policyOf, providerArn, trustStatement, withoutScheme } from './trust-policy.ts';
import { fitsWildcard } from './wildcard.ts';

type Statement = Readonly<Record<string, unknown>>;

/** What `get-role` printed: one trust for each statement that lets web identities in. */
export function registeredRole(described: Readonly<Record<string, unknown>>, ours: Ours): readonly RegisteredTrust[] {
  const { role, region } = identitySettings(ours.identity);
  const statements = statementsOf(described['AssumeRolePolicyDocument']);
  const allowing = statements.filter((statement) => statement['Effect'] === 'Allow' && concerns(statement, 'sts:AssumeRoleWithWebIdentity'));
  const sessionTags = ours.identity['sessionTags'] === true;
  const shared = [
    ...(typeof described['Arn'] === 'string' && described['Arn'] !== role.arn ? [`This is ${described['Arn']}, and the workload identity config names ${role.arn}.`] : []),
    ...(statements.some((statement) => deniesToken(statement, ours.token) && concerns(statement, 'sts:AssumeRoleWithWebIdentity')) ? ['A statement denies our token, and a denial outweighs every permission.'] : []),
    ...(sessionTags && !statements.some((statement) => statement['Effect'] === 'Allow' && concerns(statement, 'sts:TagSession')) ? ['Session tags are switched on, and no statement allows sts:TagSession.'] : []),
  ];
  const command = iamCommand(`update-assume-role-policy ${option('role-name', role.name)} --policy-document ${shellQuote(JSON.stringify(mended(statements, ours)))}`, region);
  const name = `role ${typeof described['RoleName'] === 'string' ? described['RoleName'] : role.name}`;
  if (allowing.length === 0) return [{ name, problems: ['No statement of its trust policy allows sts:AssumeRoleWithWebIdentity.', ...shared], command }];
  return allowing.map((statement, index) => {
    const { problems, ...values } = trustOf(statement, ours);
    return { name: allowing.length === 1 ? name : `${name}, statement ${typeof statement['Sid'] === 'string' ? statement['Sid'] : index + 1}`, ...values, problems: [...problems, ...shared], command };
  });
}

function statementsOf(document: unknown): readonly Statement[] {
  const policy = typeof document === 'string' ? parsed(document) : document;
  const statements = isObject(policy) ? policy['Statement'] : undefined;
  return (Array.isArray(statements) ? statements : [statements]).filter(isObject);
}

/** JSON, which the service itself answers percent-encoded. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('{') ? text : decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

/** Whether a statement is about an action, by naming it or by naming others that it is not about. */
function concerns(statement: Statement, action: string): boolean {
  const names = (patterns: unknown): boolean => textsOf(patterns).some((pattern) => fitsWildcard(pattern.toLowerCase(), action.toLowerCase()));
  return Object.hasOwn(statement, 'NotAction') ? !names(statement['NotAction']) : names(statement['Action']);
}

function federatedOf({ Principal }: Statement): readonly string[] {
  return isObject(Principal) ? textsOf(Principal['Federated']) : [];
}

function trustOf(statement: Statement, { identity, token }: Ours): ConditionValues & { readonly issuer?: string } {
  const wanted = providerArn(identitySettings(identity).role, token.issuer);
  const federated = federatedOf(statement);
  const provider = federated.includes(wanted) ? wanted : federated[0];
  const [, issuer] = /^arn:[a-z-]+:iam::\d{12}:oidc-provider\/(.+)$/.exec(provider ?? '') ?? [];
  const isMisnamed = provider !== wanted && (issuer === undefined || meansIssuer(statement, token.issuer));
  const problems = isMisnamed ? [provider === undefined ? `The principal must be {"Federated": "${wanted}"}.` : `The principal is ${provider} and must be ${wanted}.`] : [];
  const key = issuer === undefined || isMisnamed ? withoutScheme(token.issuer) : issuer;
  return { ...(issuer !== undefined && { issuer: `https://${issuer}` }), ...conditionsOn(statement['Condition'], key, token, problems) };
}

/** Whether a statement is about this issuer, by its principal or by its condition keys. */
function meansIssuer(statement: Statement, issuer: string): boolean {
  return federatedOf(statement).some((arn) => arn.endsWith(`:oidc-provider/${withoutScheme(issuer)}`)) || conditionKeys(statement['Condition']).some((key) => key.toLowerCase().startsWith(`${withoutScheme(issuer)}:`.toLowerCase()));
}

/** Our statement in the place of those that mean us; what trusts anybody else stays. */
function mended(statements: readonly Statement[], { identity, token }: Ours): object {
  const stays = (statement: Statement): boolean => {
    if (statement['Effect'] === 'Deny') return !deniesToken(statement, token);
    return !concerns(statement, 'sts:AssumeRoleWithWebIdentity') || (federatedOf(statement).length > 0 && !meansIssuer(statement, token.issuer));
  };
  const ours = trustStatement(providerArn(identitySettings(identity).role, token.issuer), token, identity['sessionTags'] === true);
  return policyOf([...statements.filter(stays), ours]);
}
