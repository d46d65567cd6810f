import { expect, test } from 'vitest';
import { z } from 'zod';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { createApi } from '../testing/api.ts';
import { openApiDocument } from './document.ts';
import { withDescription } from './open-api-routes.ts';

const thing = z.strictObject({ id: z.guid(), name: z.string(), version: z.number().int(), at: z.iso.datetime() }).meta({ id: 'Thing', description: 'A thing.' });
const exampleThing = { id: '22222222-2222-4222-8222-222222222222', name: 'a', version: 3, at: '2026-11-22T12:00:00.000Z' };
const handle = (): Promise<object> => Promise.resolve({});
const routes: readonly Route[] = withDescription([
  defineRoute({ id: 'listThings', method: 'get', path: '/v1/organizations/{organization}/things', access: { to: 'organization', permission: 'automations:read', orDeployment: true }, tag: 'Things', summary: 'Lists things', query: z.strictObject({ ...pageQuery, name: z.string().optional().describe('Exactly this.') }), answer: { status: 200, schema: pageOf(thing), example: { items: [exampleThing], next: null } }, handle }),
  defineRoute({ id: 'createThing', method: 'post', path: '/v1/organizations/{organization}/things', access: { to: 'member' }, tag: 'Things', summary: 'Makes a thing', idempotent: true, body: z.strictObject({ name: z.string(), size: z.number().default(1) }).meta({ id: 'NewThing' }), example: { name: 'a' }, answer: { status: 201, schema: thing, example: exampleThing }, handle }),
  defineRoute({ id: 'updateThing', method: 'patch', path: '/v1/organizations/{organization}/things/{name}', access: { to: 'worker' }, tag: 'Things', summary: 'Changes it', ifMatch: 'required', parameters: z.object({ name: z.string().max(9) }), body: z.strictObject({}), example: {}, answer: { status: 204 }, handle }),
]);

test('a schema with an id stands once: closed where it is sent, open where it is answered', () => {
  const { components } = openApiDocument(routes);
  expect(Object.keys(components['schemas'] ?? {})).toEqual(['NewThing', 'Problem', 'Thing']);
  expect(components['schemas']?.['NewThing']).toMatchObject({ additionalProperties: false, required: ['name'] });
  expect(components['schemas']?.['Thing']).toEqual({
    type: 'object', description: 'A thing.', required: ['id', 'name', 'version', 'at'],
    properties: { id: { type: 'string', format: 'uuid' }, name: { type: 'string' }, version: { type: 'integer' }, at: { type: 'string', format: 'date-time' } },
  });
});

test('parameters, version, credentials and problems stand with each operation', () => {
  const { paths } = openApiDocument(routes);
  expect(paths['/v1/organizations/{organization}/things']?.['get']).toMatchObject({
    operationId: 'listThings', security: [{ person: [] }, { personInBrowser: [] }, { apiToken: [] }, { deploymentToken: [] }],
    parameters: [
      { name: 'organization', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }, { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 } },
      { name: 'cursor' }, { name: 'name', description: 'Exactly this.' },
    ],
    responses: { 200: { content: { 'application/json': { schema: { properties: { items: { items: { $ref: '#/components/schemas/Thing' } } } } } } }, 404: { $ref: '#/components/responses/Problem404' } },
  });
  expect(paths['/v1/organizations/{organization}/things']?.['post']).toMatchObject({ parameters: [{}, { $ref: '#/components/parameters/IdempotencyKey' }], responses: { 201: { headers: { ETag: {}, Location: {} } } } });
  expect(paths['/v1/organizations/{organization}/things/{name}']?.['patch']).toMatchObject({
    security: [{ workerToken: [] }], parameters: [{}, { name: 'name', schema: { type: 'string', maxLength: 9 } }, { $ref: '#/components/parameters/IfMatch' }], responses: { 412: {}, 428: {} },
  });
  expect(paths['/openapi.json']?.['get']).toMatchObject({ security: [] });
});

test('the document and the page are public, and the page allows nothing but its own style', async () => {
  const api = createApi({ routes });
  expect((await api.call('GET', '/openapi.json')).body).toEqual(JSON.parse(JSON.stringify(openApiDocument(routes))));
  const page = await api.call('GET', '/docs');
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /);
  expect(page.text).toContain('<code>/v1/organizations/{organization}/things</code>');
  expect(page.text).not.toMatch(/<script|\son\w+=|style="|https?:/);
});

test('76 what stands in a summary is text', async () => {
  const hostile = '"><img src=x onerror=alert(1)>';
  const api = createApi({ routes: withDescription([{ id: 'a', method: 'get', path: '/a', access: { to: 'public' }, summary: hostile, tag: hostile, handle }]) });
  expect((await api.call('GET', '/docs')).text).not.toContain('<img');
});
