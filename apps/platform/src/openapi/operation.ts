import { uuid } from '../http/read-call.ts';
import type { Route } from '../http/route.ts';
import type { JsonSchema, JsonSchemas } from './json-schemas.ts';
import { problemsOf } from './problem-components.ts';
import { accessSentence, securityOf } from './security-schemes.ts';

/** What the document says of one route. */
export function operationOf(route: Route, schemas: JsonSchemas): object {
  const { id, tag, summary, description, access } = route;
  const requestBody = bodyOf(route, schemas);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [description, accessSentence(access)].filter(Boolean).join('\n\n'),
    security: securityOf(access),
    parameters: [...pathParameters(route, schemas), ...queryParameters(route, schemas), ...headerParameters(route)],
    ...(requestBody && { requestBody }),
    responses: { ...answerOf(route, schemas), ...problemsOf(route) },
  };
}

function pathParameters({ path, parameters }: Route, schemas: JsonSchemas): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const own = parameters?.shape[name] as typeof uuid | undefined;
    return { name, in: 'path', required: true, schema: own === undefined ? { type: 'string', format: 'uuid' } : schemas.of(own, 'input') };
  });
}

function queryParameters({ query }: Route, schemas: JsonSchemas): object[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = schemas.of(query, 'input');
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as JsonSchema;
    return { name, in: 'query', required: required.includes(name), ...(description !== undefined && { description }), schema };
  });
}

function headerParameters({ ifMatch, idempotent }: Route): object[] {
  return [
    ...(ifMatch === undefined ? [] : [{ $ref: '#/components/parameters/IfMatch' }]),
    ...(idempotent === true ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
}

function bodyOf({ body, lines, example }: Route, schemas: JsonSchemas): object | undefined {
  if (lines !== undefined) return { required: true, description: 'One of these a line.', content: { 'application/x-ndjson': { schema: schemas.of(lines, 'input') } } };
  if (body === undefined) return undefined;
  return { required: true, content: { 'application/json': { schema: schemas.of(body, 'input'), ...(example !== undefined && { example }) } } };
}

function answerOf({ answer, path, method }: Route, schemas: JsonSchemas): Record<string, object> {
  const { status = 200, schema, example, contentType = 'application/json' } = answer ?? {};
  const isJson = contentType === 'application/json';
  const json = schema && schemas.of(schema, 'output');
  const headers = {
    'X-Request-Id': { $ref: '#/components/headers/RequestId' },
    ...(path.startsWith('/v1/') && { 'X-RateLimit-Limit': { $ref: '#/components/headers/RateLimitLimit' }, 'X-RateLimit-Remaining': { $ref: '#/components/headers/RateLimitRemaining' }, 'X-RateLimit-Reset': { $ref: '#/components/headers/RateLimitReset' } }),
    ...(json && hasVersion(json, schemas) && { ETag: { $ref: '#/components/headers/EntityTag' } }),
    ...(status === 201 && method === 'post' && { Location: { $ref: '#/components/headers/Location' } }),
  };
  const content = status === 204 ? {} : { content: { [contentType]: { ...(json && { schema: isJson ? json : { type: 'string' } }), ...(example !== undefined && { example }) } } };
  return { [String(status)]: { description: descriptions[status], headers, ...content } };
}

const descriptions = { 200: 'Done.', 201: 'Made.', 202: 'Begun.', 204: 'Done; there is nothing to say.' } as const;

function hasVersion(schema: JsonSchema, { components }: JsonSchemas): boolean {
  const found = schema.$ref === undefined ? schema : components[schema.$ref.replace(/^.*\//, '')];
  return Object.hasOwn(found?.properties ?? {}, 'version') && Object.hasOwn(found?.properties ?? {}, 'id');
}
