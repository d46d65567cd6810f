import { expect, test } from 'vitest';
import { badgeOf } from './badge.ts';
import { scorecardText } from './scorecard-text.ts';
import { scorecardOf, type AssertionResult, type Scorecard } from './scorecard.ts';

const provider = { id: 'acme', title: 'Acme Safe', specificationVersion: 'v1' };
const holds: AssertionResult = { id: 'reads.text', fact: 'a text arrives byte for byte', verdict: 'holds' };
const fails: AssertionResult = { id: 'reads.unicode', fact: 'every character arrives', verdict: 'fails', problem: 'byte 3 is another' };
const optedOut: AssertionResult = { id: 'batches.order', fact: 'the order is kept', verdict: 'opted-out', reason: 'The store has no batches.' };
const scorecard = (...assertions: readonly AssertionResult[]): Scorecard => scorecardOf(provider, [{ id: 'reads', title: 'Reads', assertions }]);

test('a provider conforms exactly when nothing fails and something holds', () => {
  expect(scorecard(holds, optedOut)).toMatchObject({ conforms: true, held: 1, failed: 0, optedOut: 1 });
  expect(scorecard(holds, fails)).toMatchObject({ conforms: false, failed: 1 });
  expect(scorecard(optedOut)).toMatchObject({ conforms: false });
  expect(scorecard()).toMatchObject({ conforms: false });
});

test('the text names what fails, with what was seen, and what was opted out of, with the reason', () => {
  expect(scorecardText(scorecard(holds, fails, optedOut))).toBe([
    'Acme Safe (acme) does not conform to v1: 1 held, 1 failed, 1 opted out',
    '✗ Reads  1 of 3',
    '    ✗ reads.unicode: every character arrives. Seen: byte 3 is another.',
    '    – batches.order: The store has no batches.',
    '',
  ].join('\n'));
  expect(scorecardText(scorecard(holds))).toContain('Acme Safe (acme) conforms to v1: 1 held, 0 failed, 0 opted out\n✓ Reads  1 of 1\n');
  expect(scorecardText(scorecard(optedOut))).toContain('– Reads  0 of 1');
});

test('a scorecard is JSON as it is', () => {
  expect(JSON.parse(JSON.stringify(scorecard(holds, fails)))).toEqual(scorecard(holds, fails));
});

test('the badge is green when nothing fails, and red with the number that does', () => {
  expect(badgeOf(scorecard(holds, optedOut))).toEqual({ schemaVersion: 1, label: 'carnet v1', message: '1 of 1', color: 'brightgreen' });
  expect(badgeOf(scorecard(holds, fails))).toMatchObject({ message: '1 failed', color: 'red' });
});
