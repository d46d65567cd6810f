import { expect, test } from 'vitest';
import type { BillOfMaterials } from '../licenses/bills-of-materials.ts';
import { licenseProblems } from './licenses.ts';

const bill = (licenses: BillOfMaterials['components'][number]['licenses']): BillOfMaterials => ({
  metadata: { component: { group: '@carnet', name: 'one' } },
  components: [{ name: 'left', version: '1.0.0', licenses: [{ license: { id: 'MIT' } }] }, { group: '@x', name: 'right', version: '2.0.0', ...(licenses === undefined ? {} : { licenses }) }],
});
const problems = (licenses: BillOfMaterials['components'][number]['licenses'], allowed: Readonly<Record<string, string>> = { MIT: 'fine' }): readonly string[] =>
  licenseProblems([bill(licenses)], ['@carnet/one'], allowed);

test('licenses of the list pass', () => {
  expect(problems([{ license: { id: 'MIT' } }])).toEqual([]);
});

test('one that nobody has looked at does not, as id, as name or as expression', () => {
  expect(problems([{ license: { id: 'AGPL-3.0-only' } }])).toEqual(['@carnet/one brings @x/right 2.0.0 under AGPL-3.0-only, which nobody has looked at']);
  expect(problems([{ license: { name: 'Ask us' } }])[0]).toContain('under Ask us');
  expect(problems([{ expression: '(MIT AND AGPL-3.0-only)' }])[0]).toContain('under (MIT AND AGPL-3.0-only)');
});

test('none at all is no license', () => {
  expect(problems(undefined)).toEqual(['@carnet/one brings @x/right 2.0.0, which names no license']);
});

test('a package without a bill is noticed, and so is an entry of the list that nothing needs', () => {
  expect(licenseProblems([], ['@carnet/one'], {})).toEqual(['@carnet/one: has no bill of materials']);
  expect(problems([{ license: { id: 'MIT' } }], { MIT: 'fine', ISC: 'fine' })).toEqual(['tooling/licenses/allowed-licenses.ts: nothing is under ISC any more']);
});
