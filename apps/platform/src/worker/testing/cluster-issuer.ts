import { createSign, generateKeyPairSync } from 'node:crypto';

/** The issuer of a cluster that projects tokens of its service accounts into files. */
export interface ClusterIssuer {
  readonly host: string;
  readonly url: string;
  readonly handler: (request: Request) => Promise<Response>;
  token(subject: string, audience: string): string;
}

export function clusterIssuer(): ClusterIssuer {
  const host = 'cluster.example';
  const url = `https://${host}`;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const documents: Readonly<Record<string, unknown>> = {
    '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys`, response_types_supported: ['id_token'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] },
    '/keys': { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'cluster-key', alg: 'RS256', use: 'sig' }] },
  };
  return {
    host, url,
    handler: async (request) => Response.json(documents[new URL(request.url).pathname] ?? {}),
    token(subject, audience) {
      const now = Math.floor(Date.now() / 1_000);
      const text = `${part({ alg: 'RS256', kid: 'cluster-key', typ: 'JWT' })}.${part({ iss: url, sub: subject, aud: [audience], iat: now, nbf: now, exp: now + 3_600 })}`;
      return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
    },
  };
}
