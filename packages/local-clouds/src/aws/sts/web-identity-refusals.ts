import { AwsRefusal } from '../protocol/aws-refusal.ts';

const invalidToken = (message: string): AwsRefusal => new AwsRefusal('InvalidIdentityToken', message);

export const notAJwt = (): AwsRefusal => invalidToken('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
export const claimMissing = (claim: string): AwsRefusal => invalidToken(`Missing a required claim: ${claim}`);
export const noProvider = (issuer: string): AwsRefusal => invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
export const wrongAudience = (): AwsRefusal => invalidToken('Incorrect token audience');
export const tagsInvalid = (): AwsRefusal => invalidToken('The session tags claim of the token is not valid.');
export const notYetValid = (): AwsRefusal => invalidToken('Token must be issued in the past, and its validity must have begun.');

// Both spaces are AWS's own.
export const keyNotFound = (): AwsRefusal =>
  invalidToken("Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements");

export function tokenExpired(nowSeconds: number, expiry: number): AwsRefusal {
  return new AwsRefusal('ExpiredTokenException', `Token expired: current date/time ${nowSeconds} must be before the expiration date/time ${expiry}`);
}

/** The same for a role that does not exist, a provider that the role does not trust, and a condition that is not met. */
export function webIdentityDenied(action: 'sts:AssumeRoleWithWebIdentity' | 'sts:TagSession' = 'sts:AssumeRoleWithWebIdentity'): AwsRefusal {
  return new AwsRefusal('AccessDenied', `Not authorized to perform ${action}`, 403);
}
