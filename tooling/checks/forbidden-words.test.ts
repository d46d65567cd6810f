import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { forbiddenWords } from './forbidden-words.ts';

function problems(file: string, ...parts: string[]): unknown {
  return forbiddenWords.run(repositoryOf({ [file]: `first line\n${parts.join('')}\n` }));
}

test.each([
  ['a path of one machine', 'docs/a.md', ['see /wo', 'rk/main']],
  ['a path of one machine', 'docs/a.md', ['`/ho', 'me/someone/x`']],
  ['a path of one machine', 'docs/a.md', ['/ro', 'ot/.config']],
  ['a registry host', 'docs/a.md', ['https://regis', 'try.npmjs.org/x']],
  ['a promise for later', 'packages/a/src/b.ts', ['// TO', 'DO later']],
  ['a promise for later', 'packages/a/src/b.ts', ['// FIX', 'ME']],
  ['a rule switched off', 'packages/a/src/b.ts', ['// @ts-ig', 'nore']],
  ['a rule switched off', 'packages/a/src/b.ts', ['// oxlint-dis', 'able-next-line']],
  ['a rule switched off', 'packages/a/src/b.ts', ['f(x as a', 'ny)']],
  ['a test switched off', 'packages/a/src/b.test.ts', ['test.sk', "ip('x')"]],
  ['a private key', 'packages/a/src/b.test.ts', ['-----BEGIN PRIV', 'ATE KEY-----']],
])('%s in %s is found with its line', (what, file, parts) => {
  expect(problems(file, ...parts)).toEqual([`${file}:2: ${what}`]);
});

test('a path below a URL, a word in a word and a prose "as any" pass', () => {
  expect(problems('packages/a/src/b.ts', 'https://example.test/wo', 'rk/x and MASTODON, the same as any other')).toEqual([]);
});
