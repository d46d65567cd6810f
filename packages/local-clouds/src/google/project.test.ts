import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalClouds } from '../local-clouds.ts';
import { startLocalClouds } from '../start-local-clouds.ts';

let clouds: LocalClouds;
beforeAll(async () => {
  clouds = await startLocalClouds();
});
afterAll(() => clouds.close());

test.each(['short', 'Upper-case', '1starts-with-a-digit', 'ends-with-', 'x'.repeat(31), 'has_underscore'])('a project id is none: %s', (id) => {
  expect(() => clouds.google.project({ id })).toThrow(TypeError);
});

test('ids and numbers of projects are taken once', () => {
  clouds.google.project({ id: 'taken-project', number: '111111111111' });
  expect(() => clouds.google.project({ id: 'taken-project' })).toThrow(TypeError);
  expect(() => clouds.google.project({ number: '111111111111' })).toThrow(TypeError);
  expect(() => clouds.google.project({ number: 'x' })).toThrow(TypeError);
});

test('pools and service accounts are named by Google’s rules, each once', () => {
  const project = clouds.google.project();
  project.workloadIdentityPool('carnet');
  expect(project.serviceAccount('orders-reader').email).toBe(`orders-reader@${project.id}.iam.gserviceaccount.com`);
  for (const id of ['carnet', 'abc', 'gcp-pool', 'Upper', 'x'.repeat(33)]) expect(() => project.workloadIdentityPool(id), id).toThrow(TypeError);
  for (const name of ['orders-reader', 'short', 'Upper-case', '1-digit-first', 'ends-with-', 'x'.repeat(31)]) expect(() => project.serviceAccount(name), name).toThrow(TypeError);
});

test('what the owner asks for and there is not is a TypeError', () => {
  const project = clouds.google.project();
  const secrets = project.secrets();
  expect(() => project.secrets('nowhere-1')).toThrow(TypeError);
  expect(() => secrets.set('a/b', 'value')).toThrow(TypeError);
  expect(() => secrets.set('empty', '')).toThrow(TypeError);
  expect(() => secrets.set('large', 'x'.repeat(65_537))).toThrow(TypeError);
  expect(() => secrets.disable('absent')).toThrow(TypeError);
  secrets.set('database', 'a value');
  expect(() => secrets.destroy('database', '2')).toThrow(TypeError);
  expect(() => secrets.grant('database', { member: 'nobody', role: 'roles/secretmanager.secretAccessor' })).toThrow(TypeError);
  expect(() => project.grant({ member: 'serviceAccount:a@b', role: 'roles/made.up' })).toThrow(TypeError);
});
