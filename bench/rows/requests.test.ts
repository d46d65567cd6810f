import { expect, test } from 'vitest';
import { median } from '../row.ts';
import { longestChain } from './requests.ts';

const request = (startedAt: number, endedAt: number) => ({ kind: 'read' as const, startedAt, endedAt });

test('the critical path is the longest chain of requests of which each waited for one before', () => {
  expect(longestChain([])).toBe(0);
  expect(longestChain([request(0, 1), request(1, 2), request(2, 3)])).toBe(3);
  expect(longestChain([request(0, 10), request(1, 9), request(2, 11)])).toBe(1);
  expect(longestChain([request(5, 6), request(0, 1), request(0, 5), request(1, 4)])).toBe(3);
});

test('the median of an even number of figures lies between the two in the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
});
