import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';

export interface TestIssuer {
  readonly host: string;
  readonly url: string;
  readonly keyId: string;
  fetch(request: Request): Promise<Response>;
  mint(changes?: Record<string, unknown>, header?: Record<string, unknown>): string;
}

export const subject: string = 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

// One pair for all tests of a file: making it takes longer than most of them.
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** An issuer on node:crypto alone, so that a mistake of our own issuer cannot hide here. */
export function createTestIssuer(now: () => number, audience: string | undefined, host = 'issuer.example.test'): TestIssuer {
  const url = `https://${host}`;
  const keyId = 'a2V5LTE';
  return {
    host,
    url,
    keyId,
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/.well-known/openid-configuration') return Promise.resolve(Response.json({ issuer: url, jwks_uri: `${url}/jwks` }));
      if (pathname === '/jwks') return Promise.resolve(Response.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }] }));
      return Promise.resolve(new Response(null, { status: 404 }));
    },
    mint: (changes, header) => {
      const seconds = Math.floor(now() / 1000);
      const claims = { iss: url, sub: subject, aud: audience, iat: seconds, nbf: seconds, exp: seconds + 3600, jti: randomUUID(), ...changes };
      const input = `${part({ alg: 'RS256', typ: 'JWT', kid: keyId, ...header })}.${part(claims)}`;
      return `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`;
    },
  };
}
