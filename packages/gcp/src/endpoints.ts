/** Constants, so that no setting and no variable of the environment can move a token elsewhere. */
export const securityTokenService = 'https://sts.googleapis.com/v1/token';
export const serviceAccountTokenEndpoint = 'https://oauth2.googleapis.com/token';
export const cloudPlatformScope = 'https://www.googleapis.com/auth/cloud-platform';
export const universeDomain = 'googleapis.com';

/** `email` is checked: nothing in it can change the path. */
export function impersonationEndpoint(email: string): string {
  return `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`;
}

/**
 * Regional secrets live behind the host of their location alone.
 *
 * @see https://cloud.google.com/secret-manager/regional-secrets/data-residency
 */
export function secretManagerHost(location: string | undefined): string {
  return location === undefined ? 'secretmanager.googleapis.com' : `secretmanager.${location}.rep.googleapis.com`;
}
