/** One statement of a policy, as IAM reads it. */
export interface PolicyStatement {
  readonly [member: string]: unknown;
}

export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export const policyOf = (statements: readonly PolicyStatement[]): Policy => ({ Version: '2012-10-17', Statement: statements });

/** The issuer as it stands in the provider's ARN and in condition keys. */
export const withoutScheme = (issuer: string): string => issuer.replace(/^https:\/\//, '');

export function providerArn(role: { readonly partition: string; readonly account: string }, issuer: string): string {
  return `arn:${role.partition}:iam::${role.account}:oidc-provider/${withoutScheme(issuer)}`;
}

export interface TrustedToken {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

// In a policy, `${` begins a variable.
const literal = (text: string): string => text.replaceAll('${', '${$}{');

/**
 * Lets this one subject in, by its exact `aud` and `sub`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export function trustStatement(provider: string, { issuer, subject, audience }: TrustedToken, sessionTags: boolean): PolicyStatement {
  const key = withoutScheme(issuer);
  return {
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: sessionTags ? ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] : 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${key}:aud`]: literal(audience), [`${key}:sub`]: literal(subject) } },
  };
}
