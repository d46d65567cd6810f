import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { apiDescriptionProblems } from './api-description.ts';

const made = { document: '{}\n', types: 'export type paths = object;\n' };
const files = { 'apps/platform/openapi.json': made.document, 'packages/client/src/generated/api.ts': made.types };

test('current files pass', () => expect(apiDescriptionProblems(made, repositoryOf(files))).toEqual([]));

test('a document that is not what the routes say, and types that are missing, are told', () => {
  const { 'apps/platform/openapi.json': _, ...rest } = files;
  expect(apiDescriptionProblems(made, repositoryOf({ 'apps/platform/openapi.json': '{"old":1}\n' }))).toEqual([
    'apps/platform/openapi.json: is not current; run npm run api', 'packages/client/src/generated/api.ts: missing; run npm run api',
  ]);
  expect(apiDescriptionProblems(made, repositoryOf(rest))).toEqual(['apps/platform/openapi.json: missing; run npm run api']);
});
