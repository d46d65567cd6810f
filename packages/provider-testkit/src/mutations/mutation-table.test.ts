import { expect, test } from 'vitest';
import { mutationTable } from './mutation-table.ts';

const good = { id: 'reads.text', fault: 'trims', problem: 'it has 3 bytes and not 4', unexpected: [] };

test('an assertion is noticed when it alone fails each of its bad providers', () => {
  expect(mutationTable(['reads.text'], [good, { ...good, fault: 'pads' }])).toMatchObject({ unnoticed: 0, text: expect.stringContaining('✓ reads.text  2') });
});

test.each([
  ['it has no bad provider', [], 'no bad provider'],
  ['it lets one through', [good, { ...good, fault: 'pads', problem: undefined }], 'pads: not caught'],
  ['another assertion fails one, too', [{ ...good, unexpected: ['leaks.value'] }], 'trims: differs from what is expected in leaks.value'],
])('an assertion is unnoticed when %s', (_, mutations, line) => {
  expect(mutationTable(['reads.text'], mutations)).toMatchObject({ unnoticed: 1, text: expect.stringContaining(line) });
});
