import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { ambientProblems } from './ambient-access.ts';
import type { Seam } from './seams.ts';

function problems(code: string, file = 'packages/core/src/a.ts', seams: readonly Seam[] = []): unknown {
  return ambientProblems(repositoryOf({ [file]: code }), seams);
}

test.each([
  ['Date.now();', 'Date.now'],
  ['const now = Date.now;', 'Date.now'],
  ['globalThis.Date.now();', 'Date.now'],
  ['new Date();', 'new Date()'],
  ['Math.random();', 'Math.random'],
  ['performance.now();', 'performance.now'],
  ["fetch('https://example.test');", 'fetch()'],
  ["globalThis.fetch('https://example.test');", 'globalThis.fetch'],
  ["process.env['HOME'];", 'process.env'],
  ['const { HOME } = process.env;', 'process.env'],
])('%s is refused', (code, what) => {
  expect(problems(code)).toEqual([`packages/core/src/a.ts:1: ${what}`]);
});

test('what is passed in passes, and so do a date from a number, a comment and a test', () => {
  expect(problems('function read(fetch: () => void) { fetch(); }')).toEqual([]);
  expect(problems('const { fetch } = transport; fetch();')).toEqual([]);
  expect(problems('transport.fetch(); clock.now(); new Date(1); // Date.now()')).toEqual([]);
  expect(problems('/** @example fetch() */ export const a = 1;')).toEqual([]);
  expect(problems('Date.now();', 'packages/core/src/a.test.ts')).toEqual([]);
});

test('a listed seam may do what it is listed for and nothing else, and an entry without its use is named', () => {
  const seam = { file: 'packages/core/src/a.ts', uses: ['Date.now'], reason: 'the default clock' };
  expect(problems('Date.now();', seam.file, [seam])).toEqual([]);
  expect(problems('Date.now(); Math.random();', seam.file, [seam])).toEqual(['packages/core/src/a.ts:1: Math.random']);
  expect(problems('', seam.file, [seam])).toEqual(['packages/core/src/a.ts: no longer uses Date.now; remove it from tooling/checks/seams.ts']);
});
