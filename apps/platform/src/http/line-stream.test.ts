import { expect, test } from 'vitest';
import { z } from 'zod';
import { lineStream, readLines } from './line-stream.ts';

const limits = { largestLine: 40, largestBody: 200 };
const line = z.strictObject({ n: z.number() });

function upload(chunks: readonly string[], type = 'application/x-ndjson'): Request {
  const body = ReadableStream.from(chunks.map((chunk) => new TextEncoder().encode(chunk)));
  return new Request('http://a.test/', { method: 'POST', body, duplex: 'half', headers: { 'content-type': type } } as RequestInit);
}

async function all(request: Request): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const each of readLines(request, line, limits)) lines.push(each);
  return lines;
}

async function textOf(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<string> {
  const part = await reader?.read();
  return new TextDecoder().decode(part?.value as Uint8Array | undefined);
}

test('lines come out as they were sent, wherever the pieces were cut', async () => {
  expect(await all(upload(['{"n":', '1}\n\n{"n":2}\n{"n"', ':3}']))).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test.each([
  ['another type', ['{"n":1}\n'], 'application/json', 415],
  ['a line that is too long', [`{"n":${'1'.repeat(50)}`], undefined, 413],
  ['a body that is too long', Array<string>(40).fill('{"n":1}\n'), undefined, 413],
  ['a line that is no JSON', ['{"n":1}\n{'], undefined, 400],
  ['a field that is unknown', ['{"n":1,"m":2}\n'], undefined, 400],
  ['a key twice', ['{"n":1,"n":2}\n'], undefined, 400],
])('%s is refused', async (_, chunks, type, status) => {
  await expect(all(upload(chunks, type))).rejects.toMatchObject({ name: 'InvalidRequest', status });
});

test('an answer of lines is made as it is read, and its source ends with the reader', async () => {
  const log: string[] = [];
  async function* source(): AsyncGenerator<object> {
    try {
      for (let n = 1; ; n++) {
        log.push(`made ${n}`);
        yield { n };
      }
    } finally {
      log.push('over');
    }
  }
  const response = lineStream({ signal: new AbortController().signal }, source());
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const reader = response.body?.getReader();
  expect(await textOf(reader)).toBe('{"n":1}\n');
  await reader?.cancel();
  expect(log.at(-1)).toBe('over');
  expect(log.length).toBeLessThan(5);
});
