import { expect, test } from 'vitest';
import { versionOrder } from './version-order.ts';

test('versions are in the order of their numbers, a release after what came before it', () => {
  const versions = ['0.9.9', '0.10.0', '1.0.0-beta', '1.0.0', '1.0.1', '2.0.0', '10.0.0', '99999.99999.99999'];
  const orders = versions.map((version) => versionOrder(version) ?? NaN);
  expect(orders.toSorted((left, right) => left - right)).toEqual(orders);
  expect(new Set(orders).size).toBe(versions.length);
  expect(orders.every(Number.isSafeInteger)).toBe(true);
});

test.each(['', '1', '1.2', 'v1.2.3', '1.2.3.4', '100000.0.0', '1.2.3 ', '-1.0.0'])('%j is no version', (version) => {
  expect(versionOrder(version)).toBeUndefined();
});
