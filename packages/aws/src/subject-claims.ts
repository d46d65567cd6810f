/** What our token says about itself. It is the host's and was checked there: here it is held against what STS read. */
export interface SubjectClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function subjectClaims(token: string): SubjectClaims | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null) return undefined;
    const { iss, sub, aud } = claims as Record<string, unknown>;
    return { issuer: textOf(iss), subject: textOf(sub), audience: textOf(Array.isArray(aud) ? aud[0] : aud) };
  } catch {
    return undefined;
  }
}

export interface ReadBySts {
  readonly SubjectFromWebIdentityToken?: unknown;
  readonly Audience?: unknown;
  readonly Provider?: unknown;
}

/** AWS documents the issuer and answers with the ARN of the provider in IAM. */
function isProviderOf(provider: unknown, issuer: string): boolean {
  const withoutScheme = issuer.replace(/^https:\/\//, '');
  return provider === issuer || provider === withoutScheme || (typeof provider === 'string' && /^arn:[a-z-]+:iam::\d{12}:oidc-provider\//.test(provider) && provider.slice(provider.indexOf('/') + 1) === withoutScheme);
}

/** Whether STS traded our token and no other. A field that is absent says nothing. */
export function speaksOf(claims: SubjectClaims, { SubjectFromWebIdentityToken, Audience, Provider }: ReadBySts): boolean {
  return (SubjectFromWebIdentityToken ?? claims.subject) === claims.subject
    && (Audience ?? claims.audience) === claims.audience
    && ((Provider ?? undefined) === undefined || isProviderOf(Provider, claims.issuer));
}
