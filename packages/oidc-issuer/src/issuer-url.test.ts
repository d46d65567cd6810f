import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIssuer } from './issuer.ts';

test.each(['https://issuer.example.com', 'https://issuer.example.com:8443', 'https://127.0.0.1:4433', 'https://[::1]:4433', 'https://example.com/carnet', 'https://example.com/a/b_c.d~e'])(
  'D1 %s is taken byte for byte',
  (issuer) => {
    expect(createIssuer({ issuer }).issuer).toBe(issuer);
  },
);

test.each([
  ['http', 'http://issuer.example.com', 'must begin with https://, not http:'],
  ['another scheme', 'ftp://issuer.example.com', 'must begin with https://'],
  ['a query', 'https://issuer.example.com?a=b', 'query'],
  ['an empty query', 'https://issuer.example.com?', 'query'],
  ['a fragment', 'https://issuer.example.com#a', 'fragment'],
  ['an empty fragment', 'https://issuer.example.com/a#', 'fragment'],
  ['a trailing slash', 'https://issuer.example.com/', 'slash'],
  ['a trailing slash after a path', 'https://issuer.example.com/a/', 'slash'],
  ['an upper-case host', 'https://Issuer.example.com', 'lower case'],
  ['an upper-case scheme', 'HTTPS://issuer.example.com', 'lower case'],
  ['a user', 'https://user@issuer.example.com', 'user name or password'],
  ['an empty user', 'https://@issuer.example.com', 'user name or password'],
  ['the default port', 'https://issuer.example.com:443', 'port 443'],
  ['an empty port', 'https://issuer.example.com:', 'plain form'],
  ['a port with zeros', 'https://issuer.example.com:08443', 'plain form'],
  ['a host in numbers', 'https://2130706433', 'plain form'],
  ['a host that is not ASCII', 'https://issuér.example.com', 'plain form'],
  ['a host that ends with a dot', 'https://issuer.example.com.', 'dot'],
  ['dot segments', 'https://issuer.example.com/a/../b', 'dot segments'],
  ['a backslash', 'https://issuer.example.com\\a', 'plain form'],
  ['an empty segment', 'https://issuer.example.com//a', 'letters, digits'],
  ['an encoded path', 'https://issuer.example.com/%61', 'letters, digits'],
  ['white space', ' https://issuer.example.com', 'white space'],
  ['a line break', 'https://issuer.example.com\n', 'white space'],
  ['a tab inside', 'https://issuer.exa\tmple.com', 'plain form'],
  ['no URL', 'issuer.example.com', 'is not a URL'],
  ['nothing', '', 'is empty'],
  ['too much', `https://issuer.example.com/${'a'.repeat(200)}`, 'longer than 200'],
])('an issuer with %s is refused with one clear error', (_name, issuer, words) => {
  expect(() => createIssuer({ issuer })).toThrow(expect.objectContaining({ code: 'ISSUER_INVALID', message: expect.stringContaining(words) as string, hint: expect.stringContaining('OIDC_ISSUER') as string }));
});

test('D1 every accepted issuer is its own canonical URL, and discovery repeats it byte for byte', async () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
  const text = fc.oneof(fc.webUrl(), fc.string(), fc.tuple(label, fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 })).map(([host, path]) => ['https://', host, '.example.com', ...path.map((part) => `/${part}`)].join('')));
  await fc.assert(
    fc.asyncProperty(text, async (issuer) => {
      let made;
      try {
        made = createIssuer({ issuer });
      } catch (error) {
        expect(error).toMatchObject({ code: 'ISSUER_INVALID' });
        return;
      }
      const url = new URL(issuer);
      expect(`${url.origin}${url.pathname}`.replace(/\/$/, '')).toBe(issuer);
      expect(made.handles(new Request(`${issuer}/.well-known/openid-configuration`))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
