import { createCarnet } from '@carnet/core';
import { expect, test } from 'vitest';
import { fingerprintOf, variableKey } from './fingerprints.ts';

test('C7 a fingerprint that the platform makes is the one that core makes', async () => {
  const key = new Uint8Array(32).fill(7);
  const { variables } = await createCarnet({ providers: [], credentials: {}, variables: { MODE: { value: 'production' } }, fingerprintKey: key }).resolve();
  expect(fingerprintOf(variableKey(key, 'MODE'), Buffer.from('production'))).toBe(variables[0]?.fingerprint);
});
