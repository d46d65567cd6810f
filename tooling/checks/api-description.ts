import type { Check } from '../check-definition.ts';
import type { Repository } from '../repository.ts';

const documentFile = 'apps/platform/openapi.json';
const typesFile = 'packages/client/src/generated/api.ts';
const cure = 'run npm run api';

/** What a client is written against is what the server takes. */
export const apiDescription: Check = {
  name: 'api-description',
  purpose: 'the document of the API is what its routes say, and the types of the client are made of it',
  run: async (repository) => {
    const [{ renderDocument }, { renderTypes }] = await Promise.all([import('../../apps/platform/src/openapi/render-document.ts'), import('../../packages/client/generate/render-types.ts')]);
    const document = renderDocument();
    return apiDescriptionProblems({ document, types: await renderTypes(document) }, repository);
  },
};

export function apiDescriptionProblems({ document, types }: { readonly document: string; readonly types: string }, repository: Repository): readonly string[] {
  return [[documentFile, document] as const, [typesFile, types] as const].flatMap(([file, text]) => {
    if (!repository.files.includes(file)) return [`${file}: missing; ${cure}`];
    return repository.read(file) === text ? [] : [`${file}: is not current; ${cure}`];
  });
}
