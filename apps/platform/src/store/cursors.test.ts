import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlatformError } from '../errors/platform-error.ts';
import { createCursors } from './cursors.ts';

const key = randomBytes(32);
const cursors = createCursors(key);
const outcomeOf = (act: () => unknown): unknown => {
  try {
    act();
    return 'taken';
  } catch (error) {
    return error instanceof PlatformError ? error.code : error;
  }
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
    expect(outcomeOf(() => cursors.decode(text, 'variables', 'a'))).toBe('CURSOR_INVALID');
    expect(outcomeOf(() => cursors.decode(text, 'credentials', 'b'))).toBe('CURSOR_INVALID');
    expect(outcomeOf(() => createCursors(randomBytes(32)).decode(text, 'credentials', 'a'))).toBe('CURSOR_INVALID');
    expect(outcomeOf(() => cursors.decode(cursors.encode('ab', 'c', ['x']), 'a', 'bc'))).toBe('CURSOR_INVALID');
  });

  it('is refused with any character changed, cut or added, and so is any other text', () => {
    const text = cursors.encode('credentials', 'a', ['name', 12]);
    fc.assert(fc.property(fc.nat(text.length - 1), fc.constantFrom(...'Aa0-_.='), (index, other) => {
      const changed = text.slice(0, index) + other + text.slice(index + 1);
      fc.pre(changed !== text);
      expect(outcomeOf(() => cursors.decode(changed, 'credentials', 'a'))).toBe('CURSOR_INVALID');
    }));
    fc.assert(fc.property(fc.string(), (other) => { expect(outcomeOf(() => cursors.decode(other, 'credentials', 'a'))).toBe('CURSOR_INVALID'); }));
    for (const other of ['', '.', `${text}\n`, text.slice(1), text.slice(0, -1), `${text}A`, 'A'.repeat(1_000_000)]) expect(outcomeOf(() => cursors.decode(other, 'credentials', 'a'))).toBe('CURSOR_INVALID');
  });
});
