import { createCarnet } from '@carnet/core';
import { memoryProvider } from '@carnet/core/memory';
import { expect, test } from 'vitest';
import { fingerprintOf, heldBytes, variableKey } from './fingerprints.ts';

test('C7 a fingerprint that the platform makes is the one that core makes', async () => {
  const key = new Uint8Array(32).fill(7);
  const { variables } = await createCarnet({ providers: [], credentials: {}, variables: { MODE: { value: 'production' } }, fingerprintKey: key }).resolve();
  expect(fingerprintOf(variableKey(key, 'MODE'), Buffer.from('production'))).toBe(variables[0]?.fingerprint);
});

test.each(['utf8', 'base64'] as const)('C7 also of a secret that the variable holds as %s', async (encoding) => {
  const key = new Uint8Array(32).fill(7);
  const secret = new Uint8Array(encoding === 'utf8' ? [0xef, 0xbb, 0xbf, 0x61, 0x0a] : [0, 255, 10, 128]);
  const { variables } = await createCarnet({
    providers: [memoryProvider({ key: secret })], credentials: { local: { provider: 'memory', method: 'none' } }, variables: { KEY: { credential: 'local', secret: 'key', encoding } }, fingerprintKey: key,
  }).resolve();
  expect(fingerprintOf(variableKey(key, 'KEY'), heldBytes(secret, encoding))).toBe(variables[0]?.fingerprint);
});
