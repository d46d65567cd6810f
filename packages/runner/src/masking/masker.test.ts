import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formsOf } from './forms.ts';
import { createMasker, createMaskers, type Masker } from './masker.ts';
import { livePrefix, referenceMasking } from '../testing/reference-masking.ts';

function mask(secrets: readonly (string | Uint8Array)[], ...chunks: readonly (string | Uint8Array)[]): string {
  return pass(createMasker(secrets), chunks).toString();
}

function pass(masker: Masker, chunks: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat([...chunks.map((chunk) => masker.write(Buffer.from(chunk))), masker.end()]);
}

describe('C6 the masker hides', () => {
  it('a value as it is', () => {
    expect(mask(['s3cr3t'], 'key=s3cr3t; again s3cr3t')).toBe('key=***; again ***');
  });

  it('a value that comes byte by byte', () => {
    expect(mask(['s3cr3t'], ...'key=s3cr3t;')).toBe('key=***;');
  });

  it('a value split inside a multi-byte character', () => {
    const bytes = Buffer.from('→ pässwörd ←');
    for (let at = 0; at <= bytes.length; at += 1) expect(mask(['pässwörd'], bytes.subarray(0, at), bytes.subarray(at))).toBe('→ *** ←');
  });

  it('bytes that are no text', () => {
    const secret = Uint8Array.of(0xff, 0x00, 0xfe, 0x80, 0x0a, 0xc3);
    expect(mask([secret], Buffer.concat([Buffer.from('<'), secret, Buffer.from('>')]))).toBe('<***>');
  });

  it('bytes of nothing but zeros and ones, in any order of the secrets', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.uint8Array({ max: 1, minLength: 4, maxLength: 9 }), { minLength: 1, maxLength: 4 }), (secrets) => {
      for (const secret of secrets) expect(mask(secrets, '<', secret, '>')).toBe('<***>');
    }));
  });

  it('each line of a multi-line value, with other line ends and indentation', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADAN\nBgkqhkiG9w0B\n-----END KEY-----\n';
    expect(mask([key], '  MIIEvQIBADAN\r\n  BgkqhkiG9w0B\r\n')).toBe('  ***\r\n  ***\r\n');
    expect(mask([key], `<${key}>`)).toBe('<***>');
  });

  it('base64 of it wherever it stands in what was encoded', () => {
    for (const before of ['', 'a', 'ab', 'abc', 'user:']) {
      const shown = mask(['s3cr3t-value'], Buffer.from(`${before}s3cr3t-value and more`).toString('base64'));
      expect(shown).toContain('***');
      expect(Buffer.from(shown.replace('***', '~'), 'base64').toString()).not.toContain('cr3t');
    }
  });

  it('base64 of it with and without padding to the last character', () => {
    for (const secret of ['s3cr3t', 's3cr3t-', 's3cr3t-v']) {
      const encoded = Buffer.from(secret).toString('base64');
      expect(mask([secret], `<${encoded}>`)).toBe('<***>');
      expect(mask([secret], `<${encoded.replaceAll('=', '')}>`)).toBe('<***>');
    }
  });

  it('the longest of secrets that begin alike', () => {
    expect(mask(['s3cr3t', 's3cr3t-value'], 's3cr3t-value s3cr3t-valu s3cr3t')).toBe('*** ***-valu ***');
  });

  it('every byte of secrets that overlap', () => {
    expect(mask(['abcX', 'Xdef'], '<abcXdef>')).toBe('<***>');
    expect(mask(['longer-than-it', 'er-th'], '<longer-than-it>')).toBe('<***>');
    expect(mask(['aXbXc', 'bXcYd', 'cYdZe'], '<aXbXcYdZe>')).toBe('<***>');
  });

  it('an overlap that is known only in a later chunk', () => {
    expect(mask(['abcX', 'cXdefg'], '<abcX', 'defg>')).toBe('<***>');
    expect(mask(['abcd', 'xabcdy'], '<xabcd', 'y>')).toBe('<***>');
    expect(mask(['abcd', 'xabcdy'], '<xabcd', 'z>')).toBe('<x***z>');
  });

  it('a secret that overlaps itself', () => {
    expect(mask(['abab'], '<ababab>', 'x')).toBe('<***>x');
    expect(mask(['aaaa'], ...'<aaaaaaaaa>')).toBe('<***>');
  });

  it('secrets that touch, with one mask', () => {
    expect(mask(['abcd', 'efgh'], 'abcdefgh')).toBe('***');
    expect(mask(['abcd', 'efgh'], 'abcd', 'efgh')).toBe('***');
  });

  it('a complete secret at once, without waiting for what follows', () => {
    expect(Buffer.from(createMasker(['s3cr3t']).write(Buffer.from('key=s3cr3t'))).toString()).toBe('key=***');
  });
});

describe('the masker leaves alone', () => {
  it('values of fewer than four bytes', () => {
    expect(mask(['abc', '', '  x '], 'abc x')).toBe('abc x');
  });

  it('a part of a secret whose rest never comes', () => {
    expect(mask(['s3cr3t'], 's3cr3', 'T s3c')).toBe('s3cr3T s3c');
  });

  it('a prompt: nothing is held back but a live prefix', () => {
    const masker = createMasker(['s3cr3t', 'word1234']);
    expect(Buffer.from(masker.write(Buffer.from('Password: '))).toString()).toBe('Password: ');
    expect(Buffer.from(masker.write(Buffer.from('pass wo'))).toString()).toBe('pass ');
    expect(Buffer.from(masker.write(Buffer.from('ol'))).toString()).toBe('wool');
  });

  it('everything where there are no secrets', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array()), (chunks) => {
      expect(pass(createMasker([]), chunks)).toEqual(Buffer.concat(chunks));
    }));
  });
});

describe('the masker', () => {
  it('keeps a copy of what it holds back: a chunk that is shown may be filled again', () => {
    const chunk = Buffer.from('plain s3c');
    const masker = createMasker(['s3cr3t']);
    expect(Buffer.from(masker.write(chunk)).toString()).toBe('plain ');
    chunk.fill(0x78);
    expect(Buffer.from(masker.write(Buffer.from('r3t'))).toString()).toBe('***');
  });

  it('starts anew after the end', () => {
    const masker = createMasker(['s3cr3t']);
    expect([pass(masker, ['a s3cr3t']), pass(masker, ['s3c']), pass(masker, ['r3t'])].map(String)).toEqual(['a ***', 's3c', 'r3t']);
    const nested = createMasker(['abcd', 'xabcdy']);
    expect([pass(nested, ['long before: xabcdz']), pass(nested, ['xabcdz'])].map(String)).toEqual(['long before: x***z', 'x***z']);
  });

  it('finds a secret within the start of another, printed by two streams in turn', () => {
    const next = createMaskers(['abcd', 'xabcdy']);
    const [one, other] = [next(), next()];
    expect([Buffer.from(one.write(Buffer.from('xabcd'))), pass(other, ['xabcdz']), pass(one, ['z'])].map(String)).toEqual(['', 'x***z', 'x***z']);
  });

  it('shares nothing between two streams', () => {
    const next = createMaskers(['s3cr3t']);
    const [one, other] = [next(), next()];
    expect(Buffer.from(one.write(Buffer.from('s3c'))).toString()).toBe('');
    expect(pass(other, ['r3t']).toString()).toBe('r3t');
    expect(pass(one, ['r3t']).toString()).toBe('***');
  });

  it('takes a linear number of steps where every byte nearly completes a secret of 64 KiB', () => {
    const secrets = ['a'.repeat(65_536) + 'b', 'b'.repeat(20_000) + 'c'];
    const input = Buffer.concat([Buffer.alloc(1_000_000, 'a'), Buffer.alloc(1_000_000, 'b')]);
    // Comparing anew at each byte would be 85 thousand million comparisons: minutes instead of milliseconds.
    expect(pass(createMasker(secrets), [input]).length).toBe(input.length - 65_537 + 3);
  });
});

describe('for any secrets, input and chunking', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', 'Y', '\n', ' '), minLength: 1, maxLength: 9 });
  const secretBytes = fc.uint8Array({ min: 0x60, max: 0x62, minLength: 1, maxLength: 9 });
  // So long that the filter strides, with letters that every encoding writes in a way of its own.
  const longPiece = fc.string({ unit: fc.constantFrom('a', 'b', '"', '/', '+', ' ', 'é', '\n'), minLength: 11, maxLength: 30 });
  const values: fc.Arbitrary<readonly (string | Uint8Array<ArrayBuffer>)[]> = fc.oneof(fc.array(fc.oneof(piece, secretBytes), { minLength: 1, maxLength: 6 }), fc.array(longPiece, { minLength: 1, maxLength: 3 }));
  const cases = values.chain((secrets) => fc.record({
    secrets: fc.constant(secrets),
    // Whole secrets, their forms, parts of them and noise of the same letters, cut anywhere.
    parts: fc.array(fc.oneof(
      fc.constantFrom(...secrets.map((secret) => Buffer.from(secret))),
      fc.constantFrom(...secrets.flatMap(formsOf).map(({ bytes }) => Buffer.from(bytes)), Buffer.from('-')),
      fc.tuple(fc.constantFrom(...secrets), fc.nat(3)).map(([secret, dropped]) => Buffer.from(secret).subarray(dropped)),
      fc.tuple(fc.constantFrom(...secrets), piece).map(([secret, before]) => Buffer.from(Buffer.concat([Buffer.from(before), Buffer.from(secret)]).toString('base64'))),
      fc.oneof(piece, longPiece).map((text) => Buffer.from(text)),
    ), { maxLength: 12 }),
    cuts: fc.array(fc.nat(400), { maxLength: 30 }),
  }));

  function chunksOf(input: Buffer, cuts: readonly number[]): Buffer[] {
    const ends = [...cuts.filter((cut) => cut < input.length), input.length].sort((one, other) => one - other);
    return ends.map((end, index) => input.subarray(ends[index - 1] ?? 0, end));
  }

  it('the output is that of the rule, whatever the chunks', () => {
    fc.assert(fc.property(cases, ({ secrets, parts, cuts }) => {
      const input = Buffer.concat(parts);
      const expected = referenceMasking(input, secrets.flatMap(formsOf)).toString('latin1');
      expect(pass(createMasker(secrets), [input]).toString('latin1')).toBe(expected);
      expect(pass(createMasker(secrets), chunksOf(input, cuts)).toString('latin1')).toBe(expected);
      expect(pass(createMasker(secrets), Array.from(input, (byte) => Buffer.of(byte))).toString('latin1')).toBe(expected);
    }), { numRuns: 1000 });
  });

  it('the output contains no form of any secret', () => {
    fc.assert(fc.property(cases, ({ secrets, parts, cuts }) => {
      const output = pass(createMasker(secrets), chunksOf(Buffer.concat(parts), cuts));
      for (const { bytes, shortest } of secrets.flatMap(formsOf)) expect(output.includes(Buffer.from(bytes.subarray(0, shortest)))).toBe(false);
    }), { numRuns: 1000 });
  });

  it('what is held back is a live prefix of a form and shorter than the longest form', () => {
    fc.assert(fc.property(cases, ({ secrets, parts, cuts }) => {
      const forms = secrets.flatMap(formsOf);
      const masker = createMasker(secrets);
      const longest = Math.max(1, ...forms.map(({ bytes }) => bytes.length));
      let seen: Uint8Array = Buffer.alloc(0);
      let shown: Uint8Array = Buffer.alloc(0);
      for (const chunk of chunksOf(Buffer.concat(parts), cuts)) {
        seen = Buffer.concat([seen, chunk]);
        shown = Buffer.concat([shown, masker.write(chunk)]);
        const wanted = referenceMasking(seen, forms);
        expect(wanted.subarray(0, shown.length).equals(shown)).toBe(true);
        const held = wanted.length - shown.length;
        expect(held).toBeLessThanOrEqual(livePrefix(seen, forms));
        expect(held).toBeLessThan(longest);
      }
    }), { numRuns: 500 });
  });
});
