import type { Check } from '../check-definition.ts';
import type { Repository } from '../repository.ts';

export const apiDocumentFile: string = 'apps/platform/openapi.json';
export const clientTypesFile: string = 'packages/client/src/generated/api.ts';
const cure = 'run npm run api';

/** What a client is written against is what the server takes. */
export const apiDescription: Check = {
  name: 'api-description',
  purpose: 'the document of the API is what its routes say, and the types of the client are made of it',
  run: async (repository) => {
    const [{ renderDocument }, { renderClientTypes }] = await Promise.all([import('@carnet/platform/source/api-document'), import('../client-types.ts')]);
    const document = renderDocument();
    return apiDescriptionProblems({ document, types: await renderClientTypes(document) }, repository);
  },
};

export function apiDescriptionProblems({ document, types }: { readonly document: string; readonly types: string }, repository: Repository): readonly string[] {
  return [[apiDocumentFile, document] as const, [clientTypesFile, types] as const].flatMap(([file, text]) => {
    if (!repository.files.includes(file)) return [`${file}: missing; ${cure}`];
    return repository.read(file) === text ? [] : [`${file}: is not current; ${cure}`];
  });
}
