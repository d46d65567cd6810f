import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { maskStream } from './mask-stream.ts';
import { createMasker, type Masker } from './masker.ts';

const secret = 's3cr3t-välue/42';

function shown(masker: Masker, ...chunks: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(chunks.map((chunk) => masker.write(Buffer.from(chunk))));
}

function mask(secrets: readonly string[], text: string | Uint8Array): string {
  const masker = createMasker(secrets);
  return Buffer.concat([shown(masker, text), masker.end()]).toString();
}

describe('C6 the ways in which other maskers leak', () => {
  afterEach(() => { vi.useRealTimers(); });

  it('by waiting a while for the second half: here no clock is involved', () => {
    vi.useFakeTimers({ now: 0 });
    const clock = vi.spyOn(Date, 'now');
    const stopwatch = vi.spyOn(performance, 'now');
    for (const delayMs of [0, 30, 300, 1_500, 86_400_000]) {
      const masker = createMasker([secret]);
      expect(shown(masker, 'key=s3cr3t').toString()).toBe('key=');
      expect(vi.getTimerCount()).toBe(0);
      vi.advanceTimersByTime(delayMs);
      expect(shown(masker, '-välue/42\n').toString()).toBe('***\n');
    }
    expect([clock, stopwatch].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  });

  it('by giving up on a secret that comes character by character', () => {
    const masker = createMasker([secret]);
    expect(shown(masker, ...`<${secret}>`).toString()).toBe('<***>');
  });

  it('by showing the first characters', () => {
    expect(mask([secret], `key=${secret};`)).toBe('key=***;');
  });

  it('by looking for the value as it is alone', () => {
    const plain = Buffer.from(secret);
    const written = [JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), plain.toString('base64'), plain.toString('base64url'), plain.toString('hex'), plain.toString('hex').toUpperCase()];
    expect(mask([secret], written.join(' ').replaceAll('=', ''))).toBe('*** *** *** *** *** ***');
  });

  it('in base64 of a longer text: basic authentication', () => {
    expect(mask([secret], `Authorization: Basic ${Buffer.from(`someone:${secret}`).toString('base64')}`)).toMatch(/^Authorization: Basic c29tZW9uZ[A-Za-z0-9]{0,2}\*{3}=*$/);
  });

  it('in the lines of a multi-line value, printed one by one, indented, and with the line ends of another system', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADAN/+\nBgkqhkiG9w0B\n-----END KEY-----\n';
    expect(mask([key], 'a MIIEvQIBADAN/+ b')).toBe('a *** b');
    expect(mask([key], '  BgkqhkiG9w0B\r\n')).toBe('  ***\r\n');
    expect(mask([key], '{"log":"MIIEvQIBADAN\\/+"}')).toBe('{"log":"***"}');
    expect(mask([key], JSON.stringify(key))).toBe('"***"');
  });

  it('by masking the shorter of two secrets and showing the rest of the longer', () => {
    expect(mask(['s3cr3t', 's3cr3t-and-more'], 's3cr3t-and-more')).toBe('***');
  });

  it('by refusing, and printing, a secret that is too long for a regular expression', () => {
    const long = `{"key":"${'0123456789abcdef'.repeat(4_096)}"}`;
    expect(mask([long], `<${long}>`)).toBe('<***>');
  });

  it('in what a crash prints', () => {
    const masker = createMasker([secret]);
    const stream = maskStream([secret]);
    shown(masker, 'key=s3cr3t-v');
    stream.write(`${secret} s3cr3t-v`);
    stream.write(secret);
    const printed = inspect([masker, stream], { depth: Infinity, showHidden: true, getters: true, maxArrayLength: null, maxStringLength: null });
    expect(printed).not.toMatch(/s3cr3t|73 33 63 72|115,\s*51,\s*99/);
    for (const wrong of ['s3cr3t', { secret }, [secret, undefined], [secret, 42], new Map([[secret, secret]])]) {
      for (const make of [createMasker, maskStream]) expect(errorOf(() => make(wrong as never))).not.toContain('s3cr3t');
    }
  });
});

describe('the ways in which other maskers do harm', () => {
  it('to bytes that are no text', () => {
    const bytes = Buffer.from(Array.from({ length: 4 * 256 }, (_, index) => (index * 7) & 0xff));
    for (const size of [1, 2, 3, 5, 64, bytes.length]) {
      const masker = createMasker([secret]);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
      expect(Buffer.concat([shown(masker, ...chunks), masker.end()])).toEqual(bytes);
    }
  });

  it('to characters that are split between two chunks', () => {
    const bytes = Buffer.from('→ é 🔑 s3cr3t-välu');
    for (let at = 0; at <= bytes.length; at += 1) {
      const masker = createMasker([secret]);
      expect(Buffer.concat([shown(masker, bytes.subarray(0, at), bytes.subarray(at)), masker.end()]).toString()).toBe('→ é 🔑 s3cr3t-välu');
    }
  });

  it('to a prompt, by always holding back as much as a secret is long', () => {
    const masker = createMasker([secret, 'x'.repeat(10_000)]);
    expect(shown(masker, 'Continue? [y/N] ').toString()).toBe('Continue? [y/N] ');
    expect(shown(masker, 'name, s').toString()).toBe('name, ');
    expect(shown(masker, 'o').toString()).toBe('so');
  });

  it('to a log, by masking values of a few characters or their short encodings', () => {
    const log = 'exit 0, took 1 s; yes, true, 42; ZXN0 dGVz 7465';
    expect(mask(['0', '1', '42', 'yes', '\n', 'test'], log)).toBe(log);
  });

  it('to the memory, by keeping a stream without newlines', () => {
    const masker = createMasker([secret]);
    const chunk = Buffer.alloc(65_536, 's3cr3t-välu');
    for (let round = 0; round < 200; round += 1) expect(masker.write(chunk).length).toBeGreaterThan(chunk.length - 32);
  });
});

function errorOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return inspect(error);
  }
  return '';
}
