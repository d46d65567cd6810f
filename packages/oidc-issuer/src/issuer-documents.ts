import { createHash } from 'node:crypto';
import type { KeyRing } from './key-ring.ts';

/** Bytes as they go on the wire. */
export interface IssuerDocument {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  readonly etag: string;
}

/** OpenID Connect Discovery 1.0 §3, without endpoints that no workload issuer has (authorization, token, userinfo). */
export function renderDiscovery(iss: string, issuer: string): IssuerDocument {
  return render('application/json', {
    issuer: iss,
    jwks_uri: `${issuer}/oauth2/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti', 'organization_id'],
  });
}

/** RFC 7517 §5. */
export function renderJwks(ring: KeyRing): IssuerDocument {
  return render('application/jwk-set+json', { keys: ring.keys.map(({ jwk }) => jwk) });
}

function render(contentType: string, document: object): IssuerDocument {
  const body = new TextEncoder().encode(JSON.stringify(document));
  return { body, contentType, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
}
