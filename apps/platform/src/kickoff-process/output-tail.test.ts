import { expect, test } from 'vitest';
import { OutputTail } from './output-tail.ts';

test('what fits is kept whole', () => {
  const tail = new OutputTail(8);
  tail.write('abcd');
  tail.write('efgh');
  expect(tail).toMatchObject({ text: 'abcdefgh', truncated: false });
});

test('of more, the end is kept, and the cut is told', () => {
  const tail = new OutputTail(8);
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') tail.write(letter);
  expect(tail).toMatchObject({ text: 'stuvwxyz', truncated: true });
});

test('a character that the cut split is dropped', () => {
  const tail = new OutputTail(4);
  tail.write('x€y€');
  expect(tail).toMatchObject({ text: 'y€', truncated: true });
  const odd = new OutputTail(5);
  odd.write('x€y€');
  expect(odd.text).toBe('y€');
});

test('a flood costs no more memory than twice the limit', () => {
  const tail = new OutputTail(1024);
  for (let written = 0; written < 1000; written++) tail.write(Buffer.alloc(700, 'a'));
  expect(tail.text).toHaveLength(1024);
});
