import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { BrokenAnswer, boundedBody } from './bounded-body.ts';

function streamOf(...chunks: readonly string[]): PassThrough {
  const stream = new PassThrough();
  for (const chunk of chunks) stream.write(chunk);
  return stream;
}

test('a body of as many bytes as allowed is read whole', async () => {
  const stream = streamOf('ab', 'cd');
  stream.end();
  expect((await boundedBody(stream, 4)).toString()).toBe('abcd');
});

test('one byte more ends the stream', async () => {
  const stream = streamOf('ab', 'cde');
  await expect(boundedBody(stream, 4)).rejects.toThrow(BrokenAnswer);
  expect(stream.destroyed).toBe(true);
});

test('a stream that closes before its end is broken', async () => {
  const stream = streamOf('ab');
  const body = boundedBody(stream, 4);
  stream.destroy();
  await expect(body).rejects.toThrow(BrokenAnswer);
});

test('an abort stays one, and every other error says nothing of what was read', async () => {
  const aborted = streamOf('ab');
  const first = boundedBody(aborted, 4);
  aborted.destroy(new DOMException('left', 'AbortError'));
  await expect(first).rejects.toMatchObject({ name: 'AbortError' });
  const failed = streamOf('ab');
  const second = boundedBody(failed, 4);
  failed.destroy(new Error('secret in here'));
  await expect(second).rejects.toThrow('The answer broke off.');
});
