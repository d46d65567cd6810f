import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { maskStream } from './mask-stream.ts';
import { createMasker } from './masker.ts';
import { Collector } from '../testing/collector.ts';

describe('a masking stream', () => {
  it.each([['secrets', ['s3cr3t']], ['a masker', createMasker(['s3cr3t'])]] as const)('made from %s hides what is split over chunks and ends with the rest', async (_, from) => {
    const shown = new Collector();
    await pipeline(Readable.from(['key=s3', 'cr3t; s3c'], { objectMode: false }), maskStream(from), shown);
    expect(shown.text).toBe('key=***; s3c');
  });

  it('shows what was written, also where its writer has filled the chunk with a secret since', async () => {
    const stream = maskStream(['s3cr3t']);
    const chunk = Buffer.from('plain1');
    await new Promise((resolve) => stream.write(chunk, resolve));
    chunk.write('s3cr3t');
    expect(String(stream.read())).toBe('plain1');
  });
});
