import { AwsRefusal } from '../protocol/aws-refusal.ts';

const invalidToken = (message: string): AwsRefusal => new AwsRefusal('InvalidIdentityToken', message);

export const notAJwt = (): AwsRefusal => invalidToken('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
export const claimMissing = (claim: string): AwsRefusal => invalidToken(`Missing a required claim: ${claim}`);
export const audienceEmpty = (): AwsRefusal => invalidToken('Claim is not allowed to be empty: aud');
export const timestampInvalid = (): AwsRefusal => invalidToken('Invalid timestamp in token claims.');
export const noProvider = (issuer: string): AwsRefusal => invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
export const severalAudiences = (): AwsRefusal => invalidToken('Token audience contains more than one audience while authorized party is not present');
export const wrongAudience = (): AwsRefusal => invalidToken('Incorrect token audience');
export const tagsInvalid = (): AwsRefusal => invalidToken('principal_tags passed in claim is not in correct format.');
export const sourceIdentityInvalid = (): AwsRefusal => invalidToken('The source identity claim of the token is not valid.');
export const roleNotNamed = (): AwsRefusal => invalidToken('The target role ARN is not present in the roles claim of the identity token');
export const issuedInTheFuture = (issuedAt: number): AwsRefusal => invalidToken(`Token issued in the future: ${issuedAt}`);

// Both spaces are AWS's own. It is the refusal that clients try again after.
export const keyNotFound = (): AwsRefusal =>
  invalidToken("Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements");
export const notValidated = (): AwsRefusal =>
  invalidToken('The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.');

/** The time that AWS tells is the current one less the tolerance, or, for a time that has not come yet, with it. */
export function tokenExpired(current: number, expiry: number): AwsRefusal {
  return new AwsRefusal('ExpiredTokenException', `Token expired: current date/time ${current} must be before the expiration date/time ${expiry}`);
}

export function notYetValid(current: number, notBefore: number): AwsRefusal {
  return invalidToken(`Token not yet valid: current date/time ${current} must be after or equal to the not-before date/time ${notBefore}`);
}

/** What a role's trust policy must allow. */
export type WebIdentityAction = 'sts:AssumeRoleWithWebIdentity' | 'sts:TagSession' | 'sts:SetSourceIdentity';

/** The same for a role that does not exist, a provider that the role does not trust, and a condition that is not met. */
export function webIdentityDenied(action: WebIdentityAction = 'sts:AssumeRoleWithWebIdentity'): AwsRefusal {
  return new AwsRefusal('AccessDenied', `Not authorized to perform ${action}`, 403);
}

export const providerIdRefused = (): AwsRefusal =>
  new AwsRefusal('AccessDenied', 'Unrecognized OAuth provider. Do not include a provider parameter when submitting OpenIDConnect ID tokens', 403);
