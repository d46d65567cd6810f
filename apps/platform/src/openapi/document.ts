import type { Route } from '../http/route.ts';
import { createJsonSchemas } from './json-schemas.ts';
import { operationOf } from './operation.ts';
import { problemResponses, problemSchema } from './problem-components.ts';
import { securitySchemes } from './security-schemes.ts';
import { sharedHeaders, sharedParameters } from './shared-components.ts';

export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description?: string | undefined }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const description = `Lists take \`limit\` and \`cursor\` and answer \`{ items, next }\`: send \`next\` as \`cursor\` until it is null.

What can be changed has a \`version\`, which is its ETag, too: send it in \`If-Match\` with every change. PATCH is a JSON merge patch (RFC 7396): null removes.

Every refusal and failure is a problem (RFC 9457) with a stable \`code\` and a \`hint\`. An id of another organization and one that nobody has are answered alike, with 404.`;

/** The API as an OpenAPI 3.1 document: https://spec.openapis.org/oas/v3.1.1 */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const schemas = createJsonSchemas();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes.toSorted((a, b) => compare(a.path, b.path))) (paths[route.path] ??= {})[route.method] = operationOf(route, schemas);
  const components = { schemas: { Problem: problemSchema, ...schemas.components }, responses: problemResponses, parameters: sharedParameters, headers: sharedHeaders, securitySchemes };
  return {
    openapi: '3.1.1',
    info: { title: 'Carnet platform', version: '1', description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].toSorted(compare).map((name) => ({ name })),
    paths,
    components: used(components, paths),
  };
}

type Components = OpenApiDocument['components'];

/** Only what something refers to, in the order of names. */
function used(components: Components, paths: object): Components {
  const text = JSON.stringify([paths, components]);
  const isUsed = (section: string, name: string): boolean => text.includes(section === 'securitySchemes' ? `{"${name}":[]}` : `"#/components/${section}/${name}"`);
  return Object.fromEntries(Object.entries(components).map(([section, entries]) =>
    [section, Object.fromEntries(Object.entries(entries).filter(([name]) => isUsed(section, name)).toSorted(([a], [b]) => compare(a, b)))]));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
