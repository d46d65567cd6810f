import { expect, test } from 'vitest';
import { createProviders } from '../composition.ts';
import { processEnvironment } from './process-environment.ts';

const refused = createProviders().flatMap(({ manifest }) => (manifest.refusedEnvironment ?? []).map((entry) => ({
  id: manifest.id, name: (typeof entry === 'string' ? entry : entry.name).replace('*', '_STS'),
})));

test.each(['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_DEBUG'])('C6 %s never reaches the process of a kickoff', (name) => {
  expect(processEnvironment({ [name]: '0', PATH: '/bin' })).toEqual({ PATH: '/bin' });
});

test('every provider of the platform refuses some variables', () => {
  expect(new Set(refused.map(({ id }) => id)).size).toBe(createProviders().length);
});

test.each(refused)('C6 $name, which $id refuses, never reaches the process of a kickoff', ({ name }) => {
  expect(processEnvironment({ [name]: 'https://canary.example.com', PATH: '/bin' })).toEqual({ PATH: '/bin' });
});
