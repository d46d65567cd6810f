import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCursors } from './cursors.ts';

const key = randomBytes(32);
const cursors = createCursors(key);
const invalid = expect.objectContaining({ code: 'CURSOR_INVALID' });
const refused = (act: () => unknown): void => {
  let thrown: unknown;
  try { act(); } catch (error) { thrown = error; }
  expect(thrown).toEqual(invalid);
};

describe('a cursor', () => {
  it('gives back its position, on each replica that has the key', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.maxSafeInteger()), { maxLength: 4 }), (position) => {
      const text = createCursors(key).encode('credentials', 'organization', position);
      expect(text).toMatch(/^[\w.-]+$/);
      expect(cursors.decode(text, 'credentials', 'organization')).toEqual(position.map(String));
    }));
  });

  it('is taken by no other list, organization or key', () => {
    const text = cursors.encode('credentials', 'a', ['x']);
    refused(() => cursors.decode(text, 'variables', 'a'));
    refused(() => cursors.decode(text, 'credentials', 'b'));
    refused(() => createCursors(randomBytes(32)).decode(text, 'credentials', 'a'));
    refused(() => cursors.decode(cursors.encode('ab', 'c', ['x']), 'a', 'bc'));
  });

  it('is refused with any character changed, cut or added, and so is any other text', () => {
    const text = cursors.encode('credentials', 'a', ['name', 12]);
    fc.assert(fc.property(fc.nat(text.length - 1), fc.constantFrom(...'Aa0-_.='), (index, other) => {
      const changed = text.slice(0, index) + other + text.slice(index + 1);
      if (Buffer.from(changed.split('.')[1] ?? '', 'base64url').equals(Buffer.from(text.split('.')[1] ?? '', 'base64url')) && changed.split('.')[0] === text.split('.')[0]) return;
      refused(() => cursors.decode(changed, 'credentials', 'a'));
    }));
    fc.assert(fc.property(fc.string(), (other) => refused(() => cursors.decode(other, 'credentials', 'a'))));
    for (const other of ['', '.', `${text}\n`, text.slice(1), text.slice(0, -1), `${text}A`, 'A'.repeat(1_000_000)]) refused(() => cursors.decode(other, 'credentials', 'a'));
  });
});
