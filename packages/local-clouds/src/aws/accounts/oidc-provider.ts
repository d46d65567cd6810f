import { AwsRefusal } from '../protocol/aws-refusal.ts';

/** An OpenID Connect provider registered in an account. */
export interface OidcProvider {
  readonly arn: string;
  /** The issuer: `https://…`, as the `iss` of a token must be. */
  readonly url: string;
  readonly clientIds: string[];
  readonly thumbprints: readonly string[];
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly createdAt: number;
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
export const mostProviders: number = 100;
export const mostClientIds: number = 100;

const invalid = (message: string): AwsRefusal => new AwsRefusal('ValidationError', message);

/**
 * The URL's host and path: what stands in the ARN and in condition keys.
 *
 * @throws AwsRefusal where IAM takes no such URL
 */
export function hostAndPath(url: string): string {
  const parsed = URL.parse(url);
  const rest = url.slice('https://'.length);
  const isPlain = parsed?.protocol === 'https:' && parsed.port === '' && parsed.username === '' && !/[?#\s\\:@]/.test(rest) && url.startsWith('https://');
  if (!isPlain || url.length > 255 || !rest.toLowerCase().startsWith(parsed.hostname)) throw invalid('Invalid Open ID Connect Provider URL');
  return rest;
}

/** @throws AwsRefusal where IAM takes no such client IDs or thumbprints */
export function checkProvider(clientIds: readonly string[], thumbprints: readonly string[]): void {
  if (clientIds.length > mostClientIds) throw new AwsRefusal('LimitExceeded', `Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${mostClientIds}`, 409);
  clientIds.forEach(checkClientId);
  if (thumbprints.length > 5) throw new AwsRefusal('InvalidInput', 'Thumbprint list must contain fewer than 5 entries.');
  if (thumbprints.some((thumbprint) => !/^[0-9A-Fa-f]{40}$/.test(thumbprint))) throw invalid('Thumbprint must be the 40 hexadecimal digits of a SHA-1 hash.');
}

export function checkClientId(clientId: string): void {
  if (clientId.length < 1 || clientId.length > 255) throw invalid('A client ID has 1 to 255 characters.');
}
