import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Route } from './route.ts';
import { createRouter } from './router.ts';

const route = (method: Route['method'], path: string): Route => ({ id: `${method} ${path}`, method, path, access: { to: 'public' }, summary: '', tag: '', handle: () => Promise.resolve({}) });
const find = createRouter([
  route('get', '/v1/things'), route('post', '/v1/things'), route('get', '/v1/things/{thing}'), route('post', '/v1/things/test'),
  route('put', '/v1/things/{thing}/secrets/{name}'), route('get', '/v1/admin'),
]);

test('a literal goes before a parameter, and the methods of an address stand in Allow', () => {
  expect(find('/v1/things/test')?.address).toMatchObject({ path: '/v1/things/test', allow: 'POST, OPTIONS' });
  expect(find('/v1/things/other')).toMatchObject({ address: { path: '/v1/things/{thing}', allow: 'GET, HEAD, OPTIONS' }, parameters: { thing: 'other' } });
  expect(find('/v1/things')?.address.allow).toBe('GET, HEAD, POST, OPTIONS');
});

test('what is encoded in a parameter comes out of it, and reaches no other address', () => {
  expect(find('/v1/things/a/secrets/prod%2Fdb')?.parameters).toEqual({ thing: 'a', name: 'prod/db' });
  expect(find('/v1/things/x%2f..%2f..%2fadmin')).toMatchObject({ address: { path: '/v1/things/{thing}' }, parameters: { thing: 'x/../../admin' } });
  expect(find('/v1/things/%252e%252e')?.parameters).toEqual({ thing: '%2e%2e' });
});

test.each([
  '/v1/%61dmin', '/v1/admin/', '/v1//admin', '//v1/admin', '/v1/admin;a=b', '/v1/things/a;b', '/v1/admin%2f', '/v1%2fadmin', '/V1/admin', '/v1/admin%00', '/v1/things/%00', '/v1/things/%ff',
  '/v1/things/%', '/v1/things/%zz', '/v1/things/', '/v1/admin\\', '/v1/admin x', '', '/', 'v1/admin', '/v1/things/a/secrets', '/v1/things/ä',
])('%j is no address', (path) => {
  expect(find(path)).toBeUndefined();
});

test('no text but the very paths finds a literal address', () => {
  const piece = fc.constantFrom('/', 'v1', 'admin', 'things', '%61dmin', '.', '..', '%2e', ';', '\\', '%2f', '', 'a');
  fc.assert(fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
    const path = pieces.join('');
    expect(find(path)?.address.path === '/v1/admin').toBe(path === '/v1/admin');
  }));
});

test('two routes of one method and address, and one address under two names, are refused at once', () => {
  expect(() => createRouter([route('get', '/a'), route('get', '/a')])).toThrow('A method stands twice at /a.');
  expect(() => createRouter([route('get', '/a/{b}'), route('put', '/a/{c}')])).toThrow('Two paths are one address: /a/{c} and /a/{b}.');
});
