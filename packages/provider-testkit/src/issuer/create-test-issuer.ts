import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';

/** An OIDC issuer for tests: discovery document, JWKS, and tokens signed with RS256. */
export interface TestIssuer {
  readonly host: string;
  readonly url: string;
  readonly keyId: string;
  /** The `sub` of its tokens. */
  readonly subject: string;
  /** Answers for the two documents (OpenID Connect Discovery 1.0, section 4; RFC 7517). */
  fetch(request: Request): Promise<Response>;
  /** A token of one hour. `changes` replace claims, `header` members of its header; `undefined` leaves one out. */
  mint(changes?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
}

export interface TestIssuerOptions {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** Default: `issuer.example.test`. */
  readonly host?: string | undefined;
  /** The `aud` of tokens that `mint` is given none for. */
  readonly audience?: string | undefined;
}

/** The `sub` of the tokens that a {@link TestIssuer} mints. */
export const testSubject: string = 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

// One pair for all tests of a file: making it takes longer than most of them.
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/**
 * An issuer on `node:crypto` alone, so that a mistake of Carnet's own issuer cannot hide in a test.
 *
 * @example
 * ```ts
 * import { createTestIssuer } from '@carnet/provider-testkit';
 * const issuer = createTestIssuer({ now: () => Date.now(), audience: 'https://safe.acme.example' });
 * const expired = issuer.mint({ exp: 1 });
 * ```
 */
export function createTestIssuer({ now, audience, host = 'issuer.example.test' }: TestIssuerOptions): TestIssuer {
  const url = `https://${host}`;
  const keyId = 'a2V5LTE';
  return {
    host,
    url,
    keyId,
    subject: testSubject,
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/.well-known/openid-configuration') return Promise.resolve(Response.json({ issuer: url, jwks_uri: `${url}/jwks` }));
      if (pathname === '/jwks') return Promise.resolve(Response.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }] }));
      return Promise.resolve(new Response(null, { status: 404 }));
    },
    mint: (changes, header) => {
      const seconds = Math.floor(now() / 1000);
      const claims = { iss: url, sub: testSubject, aud: audience, iat: seconds, nbf: seconds, exp: seconds + 3600, jti: randomUUID(), ...changes };
      const input = `${part({ alg: 'RS256', typ: 'JWT', kid: keyId, ...header })}.${part(claims)}`;
      return `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`;
    },
  };
}
