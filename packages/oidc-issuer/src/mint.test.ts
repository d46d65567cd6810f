import fc from 'fast-check';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { createIssuer } from './issuer.ts';
import type { IssuerOptions } from './issuer.ts';
import { tokenIdentifier } from './subject-token.ts';
import { audience, automation, firstRing, issuerUrl, organization, testClock } from './test-keys.ts';

const clock = testClock();
const now = clock.now() / 1000;
const build = (options: Partial<IssuerOptions> = {}) => createIssuer({ issuer: issuerUrl, keys: firstRing, clock, ...options });
const issuer = build();
const payloadOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

test('A3 a subject token carries exactly iss, sub, organization_id, aud, iat, nbf, exp and jti', async () => {
  const { token, claims } = await issuer.mint({ organization, audience });
  expect(payloadOf(token)).toEqual(claims);
  expect(claims).toEqual({
    iss: issuerUrl,
    sub: `organization:${organization}`,
    organization_id: organization,
    aud: audience,
    iat: now,
    nbf: now - 60,
    exp: now + 3600,
    jti: expect.stringMatching(/^[\w-]{22}$/) as string,
  });
});

test('A3 the subject names the automation when the request does', async () => {
  const { claims } = await issuer.mint({ organization, automation, audience });
  expect(claims).toMatchObject({ sub: `organization:${organization}:automation:${automation}`, organization_id: organization });
});

test('A3 an organization may have its own issuer path, with the same key', async () => {
  const { token, claims } = await issuer.mint({ organization, audience, organizationIssuer: true });
  expect(claims.iss).toBe(`${issuerUrl}/organizations/${organization}`);
  expect(issuer.organizationIssuer(organization)).toBe(claims.iss);
  expect(decodeProtectedHeader(token).kid).toBe(firstRing.signer.keyId);
});

test("A3 AWS's session tags are there by opt-in only, and hold ids only", async () => {
  const tags = async (extra: object) => (await issuer.mint({ organization, audience, ...extra })).claims['https://aws.amazon.com/tags'];
  expect(await tags({ automation })).toBeUndefined();
  expect(await tags({ sessionTags: true })).toEqual({ principal_tags: { organization_id: [organization] }, transitive_tag_keys: ['organization_id'] });
  expect(await tags({ sessionTags: true, automation })).toEqual({
    principal_tags: { organization_id: [organization], automation_id: [automation] },
    transitive_tag_keys: ['organization_id', 'automation_id'],
  });
});

test('T1 the header is alg RS256, typ JWT and kid, and nothing else', async () => {
  const { token } = await issuer.mint({ organization, audience });
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'JWT', kid: firstRing.signer.keyId });
  expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
});

test('T2 nbf is at most 60 s before iat, and every time is a whole number', async () => {
  const { claims } = await build({ clock: { now: () => 1_800_000_000_999 } }).mint({ organization, audience });
  expect(claims).toMatchObject({ iat: 1_800_000_000, nbf: 1_799_999_940, exp: 1_800_003_600 });
});

test('T2 jti is 16 fresh random bytes of the injected source', async () => {
  const sizes: number[] = [];
  const random = (size: number) => (sizes.push(size), new Uint8Array(size).fill(sizes.length));
  const seeded = build({ random });
  const jtis = [await seeded.mint({ organization, audience }), await seeded.mint({ organization, audience, renew: true })].map(({ claims }) => claims.jti);
  expect(sizes).toEqual([16, 16]);
  expect(jtis).toEqual([1, 2].map((byte) => Buffer.alloc(16, byte).toString('base64url')));
});

test('T2 jti is unique over 1,000,000 tokens', () => {
  const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));
  const jtis = new Set<string>();
  for (let index = 0; index < 1_000_000; index++) jtis.add(tokenIdentifier(random));
  expect(jtis.size).toBe(1_000_000);
});

test('T2 nothing of the caller but ids and the audience gets into the token', async () => {
  const forged = { organization, audience, sub: 'organization:evil', iss: 'https://evil', exp: 9e9, alg: 'none', kid: 'evil', jti: 'evil', name: 'evil', claims: { admin: 'evil' } };
  const { token } = await issuer.mint(forged);
  const [header, payload] = token.split('.');
  expect(Buffer.from(`${header}`, 'base64url').toString() + Buffer.from(`${payload}`, 'base64url').toString()).not.toContain('evil');
});

test('T3 A4 a token lives 3600 s by default, and the default is settable', async () => {
  const life = async (made: typeof issuer, lifetimeSeconds?: number) => {
    const { claims } = await made.mint({ organization, audience, lifetimeSeconds });
    return claims.exp - claims.iat;
  };
  expect(await life(issuer)).toBe(3600);
  expect(await life(build({ tokenLifetimeSeconds: 900 }))).toBe(900);
  expect(await life(issuer, 300)).toBe(300);
  expect(await life(issuer, 3600)).toBe(3600);
});

test.each([299, 3601, 0, -300, 300.5, Number.NaN, Number.POSITIVE_INFINITY, '600', null])('T3 a lifetime of %s is refused, for a token and as the default', async (seconds) => {
  const lifetimeSeconds = seconds as number;
  await expect(issuer.mint({ organization, audience, lifetimeSeconds })).rejects.toMatchObject({ code: 'TOKEN_LIFETIME_INVALID' });
  expect(() => build({ tokenLifetimeSeconds: lifetimeSeconds })).toThrow(expect.objectContaining({ code: 'TOKEN_LIFETIME_INVALID' }));
});

test('T3 a probe lives exactly 60 s, and 60 s are for probes only', async () => {
  const { claims } = await issuer.mint({ organization, audience, probe: true });
  expect(claims.exp - claims.iat).toBe(60);
  await expect(issuer.mint({ organization, audience, probe: true, lifetimeSeconds: 3600 })).rejects.toMatchObject({ code: 'TOKEN_LIFETIME_INVALID' });
  await expect(issuer.mint({ organization, audience, lifetimeSeconds: 60 })).rejects.toMatchObject({ code: 'TOKEN_LIFETIME_INVALID' });
});

test.each(['', 'Acme', organization.toUpperCase(), `{${organization}}`, `${organization}\n`, organization.replaceAll('-', ''), `${organization}:automation:${automation}`, undefined, null, 7])(
  'A3 the id %s is refused as organization and as automation',
  async (id) => {
    await expect(issuer.mint({ organization: id as string, audience })).rejects.toMatchObject({ code: 'MINT_REQUEST_INVALID' });
    expect(() => issuer.organizationIssuer(id as string)).toThrow(expect.objectContaining({ code: 'MINT_REQUEST_INVALID' }));
    if (id !== undefined) await expect(issuer.mint({ organization, automation: id as string, audience })).rejects.toMatchObject({ code: 'MINT_REQUEST_INVALID' });
  },
);

test('T4 for any organization and automation, sub is at most 127 bytes, iss and sub at most 600 characters, and the token verifies', async () => {
  const longest = build({ issuer: `https://issuer.example.com/${'a'.repeat(173)}` });
  const keys = createLocalJWKSet({ keys: firstRing.keys.map(({ jwk }) => ({ ...jwk })) });
  const id = fc.uuid();
  await fc.assert(
    fc.asyncProperty(id, fc.option(id, { nil: undefined }), fc.boolean(), fc.boolean(), async (someOrganization, someAutomation, organizationIssuer, sessionTags) => {
      const { token, claims } = await longest.mint({ organization: someOrganization, automation: someAutomation, audience, organizationIssuer, sessionTags });
      expect(claims.sub.length).toBeLessThanOrEqual(127);
      // AWS takes provider URLs of at most 255 characters.
      expect(claims.iss.length).toBeLessThanOrEqual(255);
      const verified = await jwtVerify(token, keys, { algorithms: ['RS256'], issuer: claims.iss, audience, subject: claims.sub, typ: 'JWT', currentDate: new Date(clock.now()) });
      expect(verified.payload).toEqual(claims);
    }),
    { numRuns: 50 },
  );
});

test('the claims that are handed out cannot be changed for the next caller', async () => {
  const { claims } = await issuer.mint({ organization, audience, sessionTags: true });
  expect(() => Object.assign(claims, { sub: 'x' })).toThrow(TypeError);
  expect(() => Object.assign(claims['https://aws.amazon.com/tags']?.principal_tags ?? {}, { admin: ['x'] })).toThrow(TypeError);
});
