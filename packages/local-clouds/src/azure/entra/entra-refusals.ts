import type { IssuerFault } from '../../issuer-keys/issuer-keys.ts';
import { EntraRefusal } from './entra-refusal.ts';

const federationPage = 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation';
const checkTheThree = 'Check your federated identity credential Subject, Audience and Issuer against the presented assertion.';

export interface PresentedTrust {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

const invalidClient = (code: number, text: string): EntraRefusal => new EntraRefusal({ code, status: 401, error: 'invalid_client', text });
const invalidRequest = (code: number, text: string): EntraRefusal => new EntraRefusal({ code, status: 400, error: 'invalid_request', text });

/** Nothing matches the issuer, the subject or the audience of the assertion. */
export function noMatchingCredential(kind: 'issuer' | 'audience' | 'subject', presented: PresentedTrust): EntraRefusal {
  const code = { issuer: 700211, audience: 700212, subject: 700213 }[kind];
  return invalidClient(code, `No matching federated identity record found for presented assertion ${kind} '${presented[kind]}'. ${checkTheThree} ${federationPage}`);
}

export function subjectDiffersInCase({ subject }: PresentedTrust): EntraRefusal {
  return invalidClient(
    7002138,
    `No matching federated identity record found for presented assertion subject '${subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. ${checkTheThree} See documentation at: ${federationPage}. See breaking change notification and remediation at: https://learn.microsoft.com/en-us/entra/identity-platform/reference-breaking-changes#august-2024.`,
  );
}

/** One code for all three, as Entra answered before it told them apart. */
export function noMatchingCredentialBefore2024({ issuer, subject, audience }: PresentedTrust): EntraRefusal {
  return new EntraRefusal({
    code: 70021,
    status: 401,
    error: 'invalid_client',
    olderTrailer: true,
    text: `No matching federated identity record found for presented assertion. Assertion Issuer: '${issuer}'. Assertion Subject: '${subject}'. Assertion Audience: '${audience}'. https://docs.microsoft.com/en-us/azure/active-directory/develop/workload-identity-federation`,
  });
}

export function outsideValidTime(nowMs: number, validFrom: number, expiry: number): EntraRefusal {
  const instant = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.(\d{3})Z$/, '.$10000Z');
  return invalidClient(
    700024,
    `Client assertion is not within its valid time range. Current time: ${instant(nowMs)}, assertion valid from ${instant(validFrom * 1000)}, expiry time of assertion ${instant(expiry * 1000)}. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .`,
  );
}

export function signingKeyNotPublished(keyId: string | undefined, issuer: string): EntraRefusal {
  const identifier = Buffer.from(keyId ?? '', 'base64url').toString('hex').toUpperCase();
  return invalidClient(
    7000272,
    `The certificate with identifier ${identifier} used to sign the federated credential could not be found in the metadata of identity provider ${issuer}. Please validate that your Identity Provider's metadata exposes the key used to sign the incoming token.`,
  );
}

/** The issuer's discovery document or JWKS could not be had. */
export function issuerRequestFailed(fault: IssuerFault, legacy: boolean): EntraRefusal {
  const code = legacy ? 90061 : { 'answered-otherwise': 50166, unreachable: 501661 }[fault];
  return new EntraRefusal({ code, status: 400, error: 'invalid_request', text: 'Request to External OIDC endpoint failed.', withoutErrorUri: true, olderTrailer: true });
}

export function lifetimeTooLong(issuedAt: number, expiry: number): EntraRefusal {
  return invalidClient(70023, `External OIDC Provider token must have a lifetime of less than or equal to 1.01:00:00. Token issued at ${issuedAt}. Token expires on ${expiry}.`);
}

export function algorithmNotSupported(algorithm: string): EntraRefusal {
  return invalidClient(5002738, `Invalid JWT token. '${algorithm}' is not a supported signature algorithm.`);
}

export function signatureInvalid(): EntraRefusal {
  return invalidClient(50013, 'Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value.]');
}

export function assertionMalformed(): EntraRefusal {
  return invalidRequest(50027, 'JWT token is invalid or malformed.');
}

export function clientSecretInvalid(clientId: string): EntraRefusal {
  return invalidClient(
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  );
}

export function applicationNotFound(clientId: string, tenantId: string): EntraRefusal {
  return new EntraRefusal({
    code: 700016,
    status: 400,
    error: 'unauthorized_client',
    text: `Application with identifier '${clientId}' was not found in the directory '${tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  });
}

export function clientIdInvalid(clientId: string): EntraRefusal {
  return new EntraRefusal({ code: 700038, status: 400, error: 'unauthorized_client', text: `${clientId} is not a valid application identifier.`, withoutErrorUri: true });
}

export function clientProofMissing(): EntraRefusal {
  return invalidClient(7000216, "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.");
}

export function tenantNotFound(tenant: string): EntraRefusal {
  return invalidRequest(
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );
}

export function parameterMissing(name: string): EntraRefusal {
  return invalidRequest(900144, `The request body must contain the following parameter: '${name}'.`);
}

export function grantTypeUnsupported(grantType: string): EntraRefusal {
  return new EntraRefusal({ code: 70003, status: 400, error: 'unsupported_grant_type', text: `The app requested an unsupported grant type '${grantType}'.` });
}

export function scopeInvalid(scope: string): EntraRefusal {
  return new EntraRefusal({
    code: 1002012,
    status: 400,
    error: 'invalid_scope',
    text: `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  });
}

export function throttled(): EntraRefusal {
  return new EntraRefusal({ code: 90033, status: 429, error: 'temporarily_unavailable', text: 'A transient error has occurred. Please try again.' });
}
