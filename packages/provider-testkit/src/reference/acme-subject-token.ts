import type { DoubleParts } from '@carnet/provider-testkit';
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';

type Claims = Readonly<Record<string, unknown>>;

/** What Acme finds wrong with a subject token, in the code of its answer; undefined where it is good. */
export async function subjectTokenProblem(token: unknown, audience: string, { issuer, clock }: DoubleParts): Promise<string | undefined> {
  const [header = '', payload = '', signature = ''] = typeof token === 'string' ? token.split('.') : [];
  const { alg, kid } = decoded(header);
  const claims = decoded(payload);
  if (claims['iss'] !== issuer.url || claims['sub'] !== issuer.subject || claims['aud'] !== audience) return 'untrusted';

  const key = (await fetchedKeys(issuer)).find((each) => each['kid'] === kid);
  const isSigned = alg === 'RS256' && key !== undefined
    && verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  if (!isSigned) return 'bad_signature';
  const now = clock.now() / 1000;
  return Number(claims['nbf']) <= now && now < Number(claims['exp']) ? undefined : 'outside_validity';
}

function decoded(part: string): Claims {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Claims;
  } catch {
    return {};
  }
}

/** As a real service does: from the discovery document to the keys. */
async function fetchedKeys(issuer: DoubleParts['issuer']): Promise<readonly JsonWebKey[]> {
  const discovery = (await (await issuer.fetch(new Request(`${issuer.url}/.well-known/openid-configuration`))).json()) as { readonly jwks_uri: string };
  const { keys } = (await (await issuer.fetch(new Request(discovery.jwks_uri))).json()) as { readonly keys: readonly JsonWebKey[] };
  return keys;
}
