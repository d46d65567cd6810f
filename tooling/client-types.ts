import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** The types of `@carnet/client` from the text of the platform's document. */
export async function renderClientTypes(document: string): Promise<string> {
  const types = astToString(await openapiTS(JSON.parse(document) as OpenAPI3, { alphabetize: true, exportType: true, defaultNonNullable: false }));
  return `// Made from apps/platform/openapi.json by npm run api\n\n${types}`;
}
