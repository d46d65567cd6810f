import type { Manifest } from '@carnet/provider';
import { expect, test } from 'vitest';
import type { ProviderPackage } from './provider-catalog.ts';
import { packagesInUse } from './packages-in-use.ts';

const schema = { type: 'object', properties: {} } as const;
const packageOf = (name: string, identity?: Manifest['identity']): ProviderPackage => ({
  name, version: '1.0.0', manifest: { id: name, title: name, ...(identity && { identity }), store: { schema }, methods: [{ id: 'none' }], refusedEnvironment: [] },
});
const packages = [packageOf('definer', { kind: 'shared', schema, audience: 'urn:shared' }), packageOf('user', { kind: 'shared' }), packageOf('other')];

function inUse(provider: string, kind?: string): readonly string[] {
  return packagesInUse({ credentials: { one: { provider } }, workloadIdentities: kind === undefined ? {} : { one: { kind } }, variables: {} }, packages);
}

test('A7 an automation gets the packages of its own credentials, and no other one runs beside its values', () => {
  expect(inUse('other')).toEqual(['other']);
  expect(inUse('built-in')).toEqual([]);
});

test('and the one that defines a kind of identity which it uses', () => {
  expect(inUse('user')).toEqual(['definer', 'user']);
  expect(inUse('built-in', 'shared')).toEqual(['definer']);
});
