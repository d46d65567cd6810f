import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer, type KeyedSealer } from './create-sealer.ts';
import type { SealedPlace } from './sealer.ts';
import { parseSealingKey, sealingKey } from './sealing-key.ts';

const [current, old, foreign] = [sealingKey(randomBytes(32)), sealingKey(randomBytes(32)), sealingKey(randomBytes(32))];
const sealer = createSealer({ current, previous: [old], randomBytes });
const place: SealedPlace = { table: 'variable', organization: 'a1', row: 'b2', column: 'value' };
const value = Buffer.from('correct horse battery staple');

const codeOf = (act: () => unknown): unknown => {
  try {
    act();
    return 'opened';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};
const openedBy = (opener: KeyedSealer, text: string, where: SealedPlace = place): unknown => codeOf(() => opener.open(text, where));

const places = fc.record({ table: fc.string(), organization: fc.string(), row: fc.string(), column: fc.string() });

describe('a sealed value', () => {
  it('opens where it stands, whatever its bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), places, (bytes, where) => {
      expect(new Uint8Array(sealer.open(sealer.seal(bytes, where), where))).toEqual(new Uint8Array(bytes));
    }));
  });

  it('security 74: opens nowhere else: another table, organization, row or column', () => {
    fc.assert(fc.property(places, places, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      expect(openedBy(sealer, sealer.seal(value, one), other)).toBe('SEAL_BROKEN');
    }));
  });

  it('opens nowhere else, though the parts of the place run together to the same text', () => {
    const shifted = { table: 'variablea', organization: '1b', row: '2', column: 'value' };
    expect(openedBy(sealer, sealer.seal(value, place), shifted)).toBe('SEAL_BROKEN');
  });

  it('is broken by each change of one character', () => {
    const text = sealer.seal(value, place);
    const changed = [...text].flatMap((_, index) => ['A', 'b', '0', '.'].map((other) => text.slice(0, index) + other + text.slice(index + 1))).filter((other) => other !== text);
    expect(new Set(changed.map((other) => openedBy(sealer, other)))).toEqual(new Set(['SEAL_BROKEN', 'SEAL_KEY_UNKNOWN']));
  });

  it('is broken by each cut, and by anything added', () => {
    const text = sealer.seal(value, place);
    for (let length = 0; length < text.length; length++) expect(openedBy(sealer, text.slice(0, length))).toBe('SEAL_BROKEN');
    for (const added of ['A', 'AAAA', '=', '\n', ' ', '.']) expect(openedBy(sealer, text + added)).toBe('SEAL_BROKEN');
    expect(openedBy(sealer, '')).toBe('SEAL_BROKEN');
    fc.assert(fc.property(fc.string(), (other) => { expect(openedBy(sealer, other)).toBe('SEAL_BROKEN'); }));
  });

  it('is broken where the data key of another one was put before it', () => {
    const [one, other] = [sealer.seal(value, place), sealer.seal(value, place)].map((text) => Buffer.from(text.split('.')[2] ?? '', 'base64url'));
    if (!one || !other) throw new Error('Two were sealed.');
    const mixed = Buffer.concat([one.subarray(0, 60), other.subarray(60)]).toString('base64url');
    expect(openedBy(sealer, `s1.${current.id}.${mixed}`)).toBe('SEAL_BROKEN');
  });

  it('never has a nonce or a data key again, and 10,000 of the same value are all different', () => {
    const texts = Array.from({ length: 10_000 }, () => Buffer.from(sealer.seal(value, place).split('.')[2] ?? '', 'base64url'));
    const distinct = (from: number, to: number): number => new Set(texts.map((bytes) => bytes.subarray(from, to).toString('hex'))).size;
    expect([distinct(0, 12), distinct(12, 44), distinct(60, 72), distinct(72, 72 + value.length)]).toEqual([10_000, 10_000, 10_000, 10_000]);
  });

  it('shows which key opens it, and neither the value, the place nor a key', () => {
    const text = sealer.seal(value, place);
    expect(text).toMatch(new RegExp(`^s1\\.${current.id}\\.[\\w-]+$`));
    const bytes = Buffer.from(text.split('.')[2] ?? '', 'base64url');
    for (const hidden of [value, Buffer.from(current.bytes), Buffer.from(place.organization + place.row)]) expect(bytes.includes(hidden)).toBe(false);
  });

  it('of a previous key opens; of a key that is not there, the error names its id', () => {
    const sealedBefore = createSealer({ current: old, previous: [], randomBytes }).seal(value, place);
    expect(Buffer.from(sealer.open(sealedBefore, place))).toEqual(value);
    const sealedElsewhere = createSealer({ current: foreign, previous: [], randomBytes }).seal(value, place);
    expect(openedBy(sealer, sealedElsewhere)).toBe('SEAL_KEY_UNKNOWN');
    expect(() => sealer.open(sealedElsewhere, place)).toThrow(foreign.id);
  });

  it('wrapped anew opens with the current key alone, in the same place alone', () => {
    const sealedBefore = createSealer({ current: old, previous: [], randomBytes }).seal(value, place);
    const alone = createSealer({ current, previous: [], randomBytes });
    const rewrapped = sealer.rewrapped(sealedBefore);
    expect(Buffer.from(alone.open(rewrapped, place))).toEqual(value);
    expect(openedBy(alone, rewrapped, { ...place, row: 'c3' })).toBe('SEAL_BROKEN');
    expect(openedBy(createSealer({ current: old, previous: [], randomBytes }), rewrapped)).toBe('SEAL_KEY_UNKNOWN');
  });

  it('fails without a word about itself', () => {
    const failures: unknown[] = [];
    for (const act of [() => sealer.open(sealer.seal(value, place), { ...place, row: 'other-row-canary' }), () => sealer.open('canary', place)]) {
      try { act(); } catch (error) { failures.push(error); }
    }
    expect(failures).toHaveLength(2);
    expect(inspect(failures, { showHidden: true, depth: 10 })).not.toMatch(/canary'|correct horse|cause/);
  });
});

describe('a key', () => {
  const bytes = randomBytes(32);

  it('is read in hex, base64 and base64url, from a file with a line end too', () => {
    for (const text of [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), bytes.toString('base64'), `${bytes.toString('base64url')}\n`, ` ${bytes.toString('base64')}\r\n`]) {
      expect(parseSealingKey(text).id).toBe(sealingKey(bytes).id);
      expect(Buffer.from(parseSealingKey(text).bytes)).toEqual(bytes);
    }
  });

  it('of another length, of no alphabet, or of no randomness is refused, without its text', () => {
    const wrong = ['', 'canary', bytes.toString('base64').slice(4), `${bytes.toString('hex')}00`, bytes.toString('latin1'), '0'.repeat(64), 'A'.repeat(43), 'changeme'.repeat(8)];
    for (const text of wrong) {
      const error: unknown = (() => { try { return parseSealingKey(text); } catch (thrown) { return thrown; } })();
      expect(error).toBeInstanceOf(Error);
      expect(String(error)).toMatch(/openssl rand -base64 32/);
      expect(String(error)).not.toMatch(/canary|changeme/);
    }
    expect(() => sealingKey(randomBytes(16))).toThrow(RangeError);
  });
});
