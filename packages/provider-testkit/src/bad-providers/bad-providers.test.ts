import { describe, expect, test } from 'vitest';
import { checkThemes } from '../check-provider.ts';
import { themes } from '../themes/index.ts';
import { badProviders } from './index.ts';

// The whole kit on each of them takes minutes: that is the mutation check, `src/mutations/main.ts`.
describe('each bad provider is failed by the assertion that was written for it, and by no other of its theme', () => {
  test.each(badProviders)('$caughtBy: $fault', { timeout: 60_000 }, async ({ conformance, caughtBy, alsoCaughtBy }) => {
    const theme = themes.filter(({ assertions }) => assertions.some(({ id }) => id === caughtBy));
    const { themes: results } = await checkThemes(conformance, theme, { patienceMs: 1_000 });
    const failed = results.flatMap(({ assertions }) => assertions).filter(({ verdict }) => verdict === 'fails').map(({ id, problem }) => `${id}: ${problem}`);
    const expected = [caughtBy, ...alsoCaughtBy.filter((id) => theme.some(({ assertions }) => assertions.some((each) => each.id === id)))];
    expect(failed.map((each) => each.replace(/:.*/s, '')).toSorted(), failed.join('\n')).toEqual(expected.toSorted());
  });
});

test('each assertion has a bad provider of its own', () => {
  const caught = new Set(badProviders.map(({ caughtBy }) => caughtBy));
  expect(themes.flatMap(({ assertions }) => assertions).map(({ id }) => id).filter((id) => !caught.has(id))).toEqual([]);
});

test('each bad provider names assertions that exist, and a fault of its own', () => {
  const known = new Set(themes.flatMap(({ assertions }) => assertions).map(({ id }) => id));
  expect(badProviders.flatMap(({ caughtBy, alsoCaughtBy }) => [caughtBy, ...alsoCaughtBy]).filter((id) => !known.has(id))).toEqual([]);
  const faults = badProviders.map(({ caughtBy, fault }) => `${caughtBy}: ${fault}`);
  expect(faults.filter((fault, index) => faults.indexOf(fault) !== index)).toEqual([]);
});
