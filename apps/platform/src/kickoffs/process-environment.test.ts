import { expect, test } from 'vitest';
import { createProviders } from '../composition.ts';
import { processEnvironment } from './process-environment.ts';

const refused = createProviders().flatMap(({ manifest }) => (manifest.refusedEnvironment ?? []).map((entry) => ({
  id: manifest.id, name: (typeof entry === 'string' ? entry : entry.name).replace('*', '_STS'),
})));

test.each(['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_DEBUG'])('C6 %s never reaches the process of a kickoff', (name) => {
  expect(processEnvironment({ [name]: '0', PATH: '/bin' })).toEqual({ PATH: '/bin' });
});

test('every provider of the platform that stands on an SDK refuses some variables; Vault has none', () => {
  expect([...new Set(refused.map(({ id }) => id))]).toEqual(createProviders().map(({ manifest }) => manifest.id).filter((id) => id !== 'vault'));
});

test.each(refused)('C6 $name, which $id refuses, never reaches the process of a kickoff', ({ name }) => {
  expect(processEnvironment({ [name]: 'https://canary.example.com', PATH: '/bin' })).toEqual({ PATH: '/bin' });
});
