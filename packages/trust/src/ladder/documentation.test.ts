import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rungTitles } from './rung.ts';

it('the README names every rung, in the order of the ladder', () => {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const named = [...text.matchAll(/^\| `([a-z.-]+)` \|/gm)].map(([, id]) => id).filter((id) => id !== undefined && /^(?:issuer\.|clock|mint|registration|exchange|identity|secret|json-key|list|probe\.)/.test(id));
  expect(named).toEqual(Object.keys(rungTitles));
});
