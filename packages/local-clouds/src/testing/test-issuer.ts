import { CompactSign, exportJWK, generateKeyPair, type CryptoKey, type GenerateKeyPairResult, type JWK, type JWTPayload } from 'jose';

export interface TestIssuer {
  readonly url: string;
  readonly host: string;
  readonly privateKey: CryptoKey;
  /** What the JWKS publishes. Tests change it. */
  keys: JWK[];
  discovery: Record<string, unknown>;
  fetch(request: Request): Promise<Response>;
  claims(changes?: JWTPayload): JWTPayload;
  mint(changes?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  /** Signs any text, so that claims can be wrong in ways that no library writes. */
  sign(payload: string, header?: Record<string, unknown>): Promise<string>;
}

export const testSubject = 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11';
export const testAudience = 'api://AzureADTokenExchange';

// Made once for each host and test file: making an RSA key takes longer than most tests.
const keyPairs = new Map<string, Promise<GenerateKeyPairResult>>();

/** An issuer of its own, on jose alone, so that our issuer's mistakes cannot hide. */
export async function createTestIssuer(host = 'issuer.example.test', now: () => number = () => Date.now()): Promise<TestIssuer> {
  const keyPair = keyPairs.get(host) ?? generateKeyPair('RS256', { extractable: true });
  keyPairs.set(host, keyPair);
  const { publicKey, privateKey } = await keyPair;
  const url = `https://${host}`;
  const issuer: TestIssuer = {
    url,
    host,
    privateKey,
    keys: [{ ...(await exportJWK(publicKey)), kid: 'a2V5LTE', alg: 'RS256', use: 'sig' }],
    discovery: { issuer: url, jwks_uri: `${url}/oauth2/jwks` },
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/.well-known/openid-configuration') return Promise.resolve(Response.json(issuer.discovery));
      if (pathname === '/oauth2/jwks') return Promise.resolve(Response.json({ keys: issuer.keys }));
      return Promise.resolve(new Response(null, { status: 404 }));
    },
    claims(changes) {
      const seconds = Math.floor(now() / 1000);
      return { iss: url, sub: testSubject, aud: testAudience, iat: seconds, nbf: seconds, exp: seconds + 3600, jti: crypto.randomUUID(), ...changes };
    },
    mint: (changes, header) => issuer.sign(JSON.stringify(issuer.claims(changes)), header),
    sign: (payload, header) => new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader({ alg: 'RS256', kid: 'a2V5LTE', typ: 'JWT', ...header }).sign(privateKey),
  };
  return issuer;
}
