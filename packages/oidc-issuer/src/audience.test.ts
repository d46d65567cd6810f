import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIssuer } from './issuer.ts';
import { firstRing, issuerUrl, organization } from './test-keys.ts';

const issuer = createIssuer({ issuer: `${issuerUrl}/carnet`, keys: firstRing, refusedAudiences: ['https://api.example.com/v1/'] });
const mint = (audience: unknown) => issuer.mint({ organization, audience: audience as string });

test.each([
  'api://AzureADTokenExchange',
  'sts.amazonaws.com',
  '//iam.googleapis.com/projects/123456789/locations/global/workloadIdentityPools/pool/providers/carnet',
  'https://vault.example.com:8200',
  'urn:carnet:probe:3f1c',
  `${issuerUrl}/carnets`,
  'a'.repeat(256),
])('T5 the audience %s goes into the token as it is', async (audience) => {
  expect((await mint(audience)).claims.aud).toBe(audience);
});

test.each([
  ['nothing', undefined, 'one string'],
  ['a list', ['api://AzureADTokenExchange'], 'one string'],
  ['an object', { audience: 'sts.amazonaws.com' }, 'one string'],
  ['an empty string', '', '1 to 256'],
  ['257 characters', 'a'.repeat(257), '1 to 256'],
  ['a space', 'sts amazonaws', '1 to 256'],
  ['a trailing line break', 'sts.amazonaws.com\n', '1 to 256'],
  ['a NUL', 'sts\0', '1 to 256'],
  ['a letter that is not ASCII', 'ѕts.amazonaws.com', '1 to 256'],
  ['a wildcard', 'https://*.example.com', 'wildcard'],
  ['a one-letter wildcard', 'sts.amazonaws.co?', 'wildcard'],
  ['the issuer', `${issuerUrl}/carnet`, 'issuer itself'],
  ['the issuer with a slash', `${issuerUrl}/carnet/`, 'issuer itself'],
  ['a path below the issuer', `${issuerUrl}/carnet/v1/api`, 'issuer itself'],
  ['an organization of the issuer', `${issuerUrl}/carnet/organizations/${organization}`, 'issuer itself'],
  ['the issuer in upper case', `${issuerUrl}/carnet`.toUpperCase(), 'issuer itself'],
  ['the issuer with its port', 'https://issuer.example.com:443/carnet', 'issuer itself'],
  ['the issuer with a user', 'https://me@issuer.example.com/carnet', 'issuer itself'],
  ['the issuer with a fragment', `${issuerUrl}/carnet#x`, 'issuer itself'],
  ['the issuer with dot segments', `${issuerUrl}/x/../carnet`, 'issuer itself'],
  ['the issuer with backslashes', 'https:\\\\issuer.example.com\\carnet', 'issuer itself'],
  ['the issuer with an encoded path', `${issuerUrl}/%63arnet`, 'issuer itself'],
  ['the issuer with a dot after its host', 'https://issuer.example.com./carnet', 'issuer itself'],
  ['the issuer without a scheme', '//issuer.example.com/carnet', 'issuer itself'],
  ['the issuer as AWS names it', 'issuer.example.com/carnet', 'issuer itself'],
  ['a refused audience', 'https://api.example.com/v1', 'issuer itself'],
  ['a path below a refused audience', 'https://api.example.com/v1/kickoffs', 'issuer itself'],
])('T5 an audience that is %s is refused', async (_name, audience, words) => {
  await expect(mint(audience)).rejects.toMatchObject({ code: 'MINT_REQUEST_INVALID', message: expect.stringContaining(words) as string });
});

test('T5 any audience is refused or stands in the token as given, ASCII without spaces and wildcards', async () => {
  const candidate = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webUrl(), fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string({ maxLength: 300 }).map((text) => `${issuerUrl}/carnet/${text}`));
  await fc.assert(
    fc.asyncProperty(candidate, async (audience) => {
      const aud = await mint(audience).then(({ claims }) => claims.aud, (error: unknown) => (error as { code: string }).code);
      if (aud === 'MINT_REQUEST_INVALID') return;
      expect(aud).toBe(audience);
      expect(audience).toMatch(/^[!-)+->@-~]{1,256}$/);
      expect(audience.startsWith(`${issuerUrl}/carnet/`)).toBe(false);
    }),
    { numRuns: 300 },
  );
});
