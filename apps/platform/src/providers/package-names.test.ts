import { expect, test } from 'vitest';
import { readPackageNames } from './package-names.ts';

const read = (text: string): { names: readonly string[]; problems: string[] } => {
  const problems: string[] = [];
  return { names: readPackageNames(text, problems), problems };
};

test('names and paths, separated by commas', () => {
  expect(read('')).toEqual({ names: [], problems: [] });
  expect(read(' carnet-provider-acme , @acme/carnet-provider-safe,./mine,../other/index.js,/opt/provider')).toEqual({
    names: ['carnet-provider-acme', '@acme/carnet-provider-safe', './mine', '../other/index.js', '/opt/provider'], problems: [],
  });
});

test.each(['a,', 'node:fs', 'https://evil.test/a.js', 'data:text/javascript,1', 'file:///tmp/a.js', '..', '#internal', 'acme/sub/path', 'UPPER', '@scope', 'a b', './a\nb'])(
  '%j is no package', (text) => {
    expect(read(text).problems.join('\n')).toMatch(/^CARNET_PROVIDERS: ".*" is no package; .*\(SETTINGS_INVALID\)$/);
  },
);

test('one that is named twice, and more than anybody has, are refused', () => {
  expect(read('a,b,a').problems).toEqual(['CARNET_PROVIDERS: "a" stands in it twice; name it once. (SETTINGS_INVALID)']);
  expect(read(Array.from({ length: 51 }, (_, index) => `p${index}`).join(',')).problems).toEqual(['CARNET_PROVIDERS: name at most 50 packages. (SETTINGS_INVALID)']);
});
