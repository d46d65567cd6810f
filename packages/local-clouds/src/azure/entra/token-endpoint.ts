import type { DirectoryApplication, DirectoryTenant } from './directory.ts';
import { guid } from './directory.ts';
import {
  applicationNotFound,
  clientIdInvalid,
  clientProofMissing,
  clientSecretInvalid,
  grantTypeUnsupported,
  parameterMissing,
  scopeInvalid,
} from './entra-refusals.ts';
import type { IssuedToken } from './access-tokens.ts';
import type { IssuerKeys } from '../../issuer-keys/issuer-keys.ts';
import { verifyAssertion } from './verify-assertion.ts';

export interface TokenEndpointParts {
  readonly clock: { now(): number };
  readonly issuerKeys: IssuerKeys;
  readonly settings: { readonly propagationMs: number; readonly tokenLifetimeSeconds: number; readonly legacyErrors: boolean };
  issueToken(grant: Omit<IssuedToken, 'issuedAt'>): string;
}

export interface TokenResponse {
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly access_token: string;
}

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The client credentials grant: RFC 6749 section 4.4, with RFC 7523 section 2.2 for assertions. */
export async function grantToken(parts: TokenEndpointParts, tenant: DirectoryTenant, form: URLSearchParams): Promise<TokenResponse> {
  const grantType = required(form, 'grant_type');
  if (grantType !== 'client_credentials') throw grantTypeUnsupported(grantType);
  const clientId = required(form, 'client_id');
  const audience = audienceOfScope(required(form, 'scope'));
  if (!guid.test(clientId) || /^[0-]+$/.test(clientId)) throw clientIdInvalid(clientId);
  const application = tenant.application(clientId);
  if (!application) throw applicationNotFound(clientId, tenant.control.id);

  await proveClient(parts, application, form);

  const { tokenLifetimeSeconds } = parts.settings;
  const accessToken = parts.issueToken({
    audience,
    tenantId: tenant.control.id,
    clientId: application.control.clientId,
    objectId: application.control.objectId,
    expiresAt: parts.clock.now() + tokenLifetimeSeconds * 1000,
    withClaims: (form.get('claims') ?? '').includes('"nbf"'),
  });
  return { token_type: 'Bearer', expires_in: tokenLifetimeSeconds, ext_expires_in: tokenLifetimeSeconds, access_token: accessToken };
}

async function proveClient(parts: TokenEndpointParts, application: DirectoryApplication, form: URLSearchParams): Promise<void> {
  const assertion = form.get('client_assertion');
  const secret = form.get('client_secret');
  if (assertion && form.get('client_assertion_type') === jwtBearer) {
    const { propagationMs, legacyErrors } = parts.settings;
    const now = parts.clock.now();
    // Without a delay the age does not matter: a test may set its clock back.
    const credentials = application.credentials.filter(({ addedAt }) => propagationMs === 0 || addedAt + propagationMs <= now);
    await verifyAssertion({ assertion, credentials, issuerKeys: parts.issuerKeys, now, legacyErrors });
  } else if (secret) {
    if (!application.acceptsSecret(secret)) throw clientSecretInvalid(application.control.clientId);
  } else {
    throw clientProofMissing();
  }
}

function required(form: URLSearchParams, name: string): string {
  return form.get(name) || raise(parameterMissing(name));
}

function audienceOfScope(scope: string): string {
  return /^(\S+)\/\.default$/.exec(scope)?.[1] ?? raise(scopeInvalid(scope));
}

function raise(error: Error): never {
  throw error;
}
