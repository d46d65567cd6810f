import { expect, test } from 'vitest';
import { surfaceProblems } from './compare-surfaces.ts';

const committed = new Map([['core/index.d.ts', 'export interface One {\n    readonly name: string;\n}\n']]);

test('equal surfaces have no problem', () => {
  expect(surfaceProblems(committed, new Map(committed))).toEqual([]);
});

test('a change is shown by what left and what came', () => {
  const built = new Map([['core/index.d.ts', 'export interface One {\n    readonly name: string;\n    readonly size: number;\n}\n']]);
  expect(surfaceProblems(committed, built)).toEqual(['core/index.d.ts: the types have changed', '  +     readonly size: number;']);
  expect(surfaceProblems(built, committed)).toEqual(['core/index.d.ts: the types have changed', '  -     readonly size: number;']);
});

test('an entry that is new, or gone, is a change', () => {
  expect(surfaceProblems(new Map(), committed)).toEqual(['core/index.d.ts: this entry is new and has no committed surface']);
  expect(surfaceProblems(committed, new Map())).toEqual(['core/index.d.ts: no package publishes this entry any more']);
});

test('lines that only moved are a change too', () => {
  expect(surfaceProblems(new Map([['a', 'x\ny\n']]), new Map([['a', 'y\nx\n']]))).toEqual(['a: the types have changed', '  (the same lines in another order)']);
});

test('of a large change the first lines are shown, and how many more there are', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n');
  const problems = surfaceProblems(new Map([['a', '']]), new Map([['a', lines]]));
  expect(problems).toHaveLength(14);
  expect(problems.at(-1)).toMatch(/^ {2}… and \d+ lines more$/);
});
