import { generateKeyPair, exportJWK, exportSPKI, importJWK, SignJWT, UnsecuredJWT, CompactSign } from 'jose';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAzure, type TestAzure } from '../../testing/test-azure.ts';
import { createTestIssuer, testAudience, testSubject } from '../../testing/test-issuer.ts';

let azure: TestAzure & AsyncDisposable;
beforeEach(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure[Symbol.asyncDispose]());

async function outcome(assertion: string): Promise<number> {
  const response = await azure.token({ client_assertion: assertion });
  const body = (await response.json()) as { error_codes?: number[]; access_token?: string };
  return body.error_codes?.[0] ?? (body.access_token ? 200 : 0);
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(azure.clock.time / 1000);

describe('E3 Entra verifies the assertion for real', () => {
  test('a good assertion is traded for a token of its scope', async () => {
    const response = await azure.token();
    const body = (await response.json()) as { access_token: string };
    expect(body).toEqual({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: body.access_token });
    expect(azure.clouds.azure.describeAccessToken(body.access_token)).toEqual({
      audience: 'https://vault.azure.net',
      tenantId: azure.tenant.id,
      clientId: azure.application.clientId,
      objectId: azure.application.objectId,
      expiresAt: azure.clock.time + 3599_000,
    });
  });

  test('it fetches the discovery document and the JWKS over its own TLS hop, and only after the names match', async () => {
    await outcome(await azure.issuer.mint({ iss: 'https://other.example.test' }));
    expect(azure.clouds.requests.map(({ service }) => service)).toEqual(['entra']);
    azure.clouds.clearRequests();
    await outcome(await azure.issuer.mint());
    expect(azure.clouds.requests.map(({ path }) => path)).toEqual([expect.stringMatching(/token$/), '/.well-known/openid-configuration', '/oauth2/jwks']);
  });

  test('hostile: no algorithm, however it is spelled', async () => {
    expect(await outcome(new UnsecuredJWT(azure.issuer.claims()).encode())).toBe(5002738);
    for (const alg of ['None', 'NONE', 'noNE', '']) expect(await outcome(`${encode({ alg, kid: 'a2V5LTE' })}.${encode(azure.issuer.claims())}.`)).toBe(5002738);
  });

  test('hostile: HS256 keyed with the published RSA key', async () => {
    const published = await exportSPKI((await importJWK({ ...azure.issuer.keys[0], ext: true } as never, 'RS256')) as never);
    const signed = `${encode({ alg: 'HS256', kid: 'a2V5LTE' })}.${encode(azure.issuer.claims())}`;
    expect(await outcome(`${signed}.${createHmac('sha256', published).update(signed).digest('base64url')}`)).toBe(5002738);
  });

  test.each(['RS384', 'PS256', 'ES256'])('%s is no algorithm of a subject token', async (algorithm) => {
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
    azure.issuer.keys.push({ ...(await exportJWK(publicKey)), kid: 'b3RoZXI' });
    const assertion = await new SignJWT(azure.issuer.claims()).setProtectedHeader({ alg: algorithm, kid: 'b3RoZXI' }).sign(privateKey);
    expect(await outcome(assertion)).toBe(5002738);
  });

  test('hostile: a key that comes with the token is never used', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const sign = (header: object): Promise<string> => new CompactSign(new TextEncoder().encode(JSON.stringify(azure.issuer.claims()))).setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey);
    expect(await outcome(await sign({ kid: 'a2V5LTE', jwk }))).toBe(50013);
    expect(await outcome(await sign({ jwk }))).toBe(7000272);
    expect(await outcome(await sign({ kid: 'a2V5LTE', jku: `${azure.issuer.url}/oauth2/jwks` }))).toBe(50013);
  });

  test('hostile: another issuer\'s key under the same key id', async () => {
    const other = await createTestIssuer('other.example.test', () => azure.clock.time);
    azure.clouds.route(other.host, other.fetch);
    expect(await outcome(await other.mint({ iss: azure.issuer.url }))).toBe(50013);
    expect(await outcome(await other.mint())).toBe(700211);
  });

  test('two keys under one key id: the one that signed counts', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    azure.issuer.keys.unshift({ ...(await exportJWK(publicKey)), kid: 'a2V5LTE' });
    expect(await outcome(await azure.issuer.mint())).toBe(200);
  });

  test('no key id, an unknown one, or one beyond the hundredth key: the key is not found', async () => {
    expect(await outcome(await azure.issuer.mint({}, { kid: undefined }))).toBe(7000272);
    expect(await outcome(await azure.issuer.mint({}, { kid: '../../keys' }))).toBe(7000272);
    azure.issuer.keys.unshift(...Array.from({ length: 100 }, (_, index) => ({ ...azure.issuer.keys[0], kid: `filler-${index}` }) as never));
    expect(await outcome(await azure.issuer.mint())).toBe(7000272);
  });

  test('expired, not yet valid, and at the very second', async () => {
    azure.clock.time = seconds() * 1000;
    expect(await outcome(await azure.issuer.mint({ exp: seconds() - 1 }))).toBe(700024);
    expect(await outcome(await azure.issuer.mint({ exp: seconds() }))).toBe(700024);
    expect(await outcome(await azure.issuer.mint({ nbf: seconds() + 60, iat: seconds() + 60 }))).toBe(700024);
    expect(await outcome(await azure.issuer.mint({ exp: seconds() + 1 }))).toBe(200);
  });

  test('a lifetime of 25 hours passes, and one second more does not', async () => {
    expect(await outcome(await azure.issuer.mint({ exp: seconds() + 25 * 60 * 60 }))).toBe(200);
    expect(await outcome(await azure.issuer.mint({ exp: seconds() + 25 * 60 * 60 + 1 }))).toBe(70023);
  });

  test('what is no compact JWS with its claims is malformed', async () => {
    const good = await azure.issuer.mint();
    for (const bad of [`${good}\n`, `${good}.`, good.slice(0, good.lastIndexOf('.')), 'x', `{"payload":"${good}"}`, `${encode({ alg: 'RS256' })}.${encode([])}.x`]) expect(await outcome(bad)).toBe(50027);
    for (const missing of ['iss', 'sub', 'aud', 'exp']) expect(await outcome(await azure.issuer.mint({ [missing]: undefined }))).toBe(50027);
    for (const exp of ['"soon"', '1e400', '1e20', '{}', 'null']) {
      const claims = JSON.stringify(azure.issuer.claims()).replace(/"exp":\d+/, `"exp":${exp}`);
      expect(await outcome(await azure.issuer.sign(claims))).toBe(50027);
    }
    expect(await outcome(await azure.issuer.sign('not JSON'))).toBe(50027);
  });

  test('issuer, subject and audience match byte for byte', async () => {
    expect(await outcome(await azure.issuer.mint({ iss: `${azure.issuer.url}/` }))).toBe(700211);
    expect(await outcome(await azure.issuer.mint({ iss: azure.issuer.url.toUpperCase() }))).toBe(700211);
    expect(await outcome(await azure.issuer.mint({ sub: testSubject.toUpperCase() }))).toBe(7002138);
    expect(await outcome(await azure.issuer.mint({ aud: testAudience.toLowerCase() }))).toBe(700212);
    expect(await outcome(await azure.issuer.mint({ aud: [testAudience, 'sts.amazonaws.com'] }))).toBe(700212);
  });

  test('a space around the registered issuer blocks the exchange', async () => {
    azure.application.removeFederatedCredential('carnet');
    azure.application.addFederatedCredential({ name: 'spaced', issuer: ` ${azure.issuer.url}`, subject: testSubject, audience: testAudience });
    expect(await outcome(await azure.issuer.mint())).toBe(700211);
  });

  test('a new federated credential is not seen before it has propagated', async () => {
    azure.clouds.azure.propagationMs = 60_000;
    expect(await outcome(await azure.issuer.mint())).toBe(700211);
    azure.clock.time += 60_000;
    expect(await outcome(await azure.issuer.mint())).toBe(200);
  });

  test('without a delay, a clock that is set back hides no federated credential', async () => {
    azure.clock.time -= 600_000;
    expect(await outcome(await azure.issuer.mint())).toBe(200);
  });

  test('keys are fetched for each exchange, or kept for jwksCacheMs', async () => {
    const fetches = async (): Promise<number> => {
      azure.clouds.clearRequests();
      await outcome(await azure.issuer.mint());
      return azure.clouds.requests.filter(({ service }) => service === 'issuer').length;
    };
    expect([await fetches(), await fetches()]).toEqual([2, 2]);
    azure.clouds.azure.jwksCacheMs = 60_000;
    expect([await fetches(), await fetches()]).toEqual([0, 0]);
    azure.clock.time += 60_000;
    expect(await fetches()).toBe(2);
  });

  test('an issuer that is silent, lies about its name, redirects or answers nonsense is refused', async () => {
    const during = async (prepare: () => () => void): Promise<number> => {
      const undo = prepare();
      const code = await outcome(await azure.issuer.mint());
      undo();
      return code;
    };
    const withDiscovery = (changes: Record<string, unknown>) => () => {
      const { discovery } = azure.issuer;
      azure.issuer.discovery = { ...discovery, ...changes };
      return () => void (azure.issuer.discovery = discovery);
    };
    azure.clouds.azure.issuerTimeoutMs = 50;
    expect(await during(() => azure.clouds.fault({ host: azure.issuer.host, fault: { kind: 'hang' } }))).toBe(501661);
    azure.clouds.azure.issuerTimeoutMs = 5000;
    expect(await during(() => azure.clouds.fault({ host: azure.issuer.host, path: /jwks/, fault: { kind: 'redirect', status: 302, location: 'https://other.example.test/' } }))).toBe(50166);
    expect(await during(withDiscovery({ issuer: 'https://other.example.test' }))).toBe(50166);
    expect(await during(withDiscovery({ jwks_uri: 'http://issuer.example.test/oauth2/jwks' }))).toBe(50166);
    expect(await during(withDiscovery({ jwks_uri: 'https://outside.example.test/oauth2/jwks' }))).toBe(501661);
    expect(await during(withDiscovery({ jwks_uri: 7 }))).toBe(50166);
    expect(await during(() => () => undefined)).toBe(200);
  });

  test('a token says nothing about another tenant, and scopes without /.default are refused', async () => {
    const other = azure.clouds.azure.tenant();
    const code = async (response: Response): Promise<number | undefined> => ((await response.json()) as { error_codes?: number[] }).error_codes?.[0];
    expect(await code(await azure.token({}, other.id))).toBe(700016);
    expect(await code(await azure.token({ scope: 'https://vault.azure.net/read' }))).toBe(1002012);
    expect(await code(await azure.token({ scope: 'https://a.test/.default https://b.test/.default' }))).toBe(1002012);
    expect(await code(await azure.token({ grant_type: 'password' }))).toBe(70003);
    expect(await code(await azure.token({ scope: '' }))).toBe(900144);
  });

  test('each scope gives a token for its own resource', async () => {
    const token = await azure.accessToken('https://storage.azure.com/.default');
    expect(azure.clouds.azure.describeAccessToken(token)?.audience).toBe('https://storage.azure.com');
  });

  test('a managed identity trusts by federated credential and takes no client secret', async () => {
    const identity = azure.tenant.managedIdentity({ name: 'worker' });
    expect('addClientSecret' in identity).toBe(false);
    identity.addFederatedCredential({ name: 'carnet', issuer: azure.issuer.url, subject: testSubject, audience: testAudience });
    expect(identity.federatedCredentials).toHaveLength(1);
    expect((await azure.token({ client_id: identity.clientId })).status).toBe(200);
  });

  test('a tenant pinned to a cloud is unknown to the authority of another', async () => {
    const pinned = azure.clouds.azure.tenant({ cloud: 'us-government' });
    const configuration = (host: string): Promise<Response> => azure.clouds.transport.fetch(new Request(`https://${host}/${pinned.id}/v2.0/.well-known/openid-configuration`));
    expect((await configuration('login.microsoftonline.us')).status).toBe(200);
    expect((await configuration('login.microsoftonline.com')).status).toBe(400);
  });
});
