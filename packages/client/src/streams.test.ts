import { expect, test } from 'vitest';
import { followEvents, paginate, PlatformProblem, readEvents, type StreamEvent } from './index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};

test('every item of every page comes once, and pages are asked for as they are needed', async () => {
  const asked: (string | undefined)[] = [];
  const page = (cursor: string | undefined): Promise<{ data: { items: number[]; next: string | null } }> => {
    asked.push(cursor);
    const at = Number(cursor ?? 0);
    return Promise.resolve({ data: { items: [at, at + 1], next: at < 4 ? String(at + 2) : null } });
  };
  const items = paginate(page);
  await items.next();
  expect(asked).toEqual([undefined]);
  expect(await all(items)).toEqual([1, 2, 3, 4, 5]);
  expect(asked).toEqual([undefined, '2', '4']);
});

test('a list that points to itself ends', async () => {
  await expect(all(paginate(() => Promise.resolve({ data: { items: [1], next: 'same' } })))).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
});

test('events come out wherever the bytes were cut', async () => {
  const text = bytes(': open\n\nid: 1\nevent: line\ndata: {"text":"ä\\n"}\n\n: \n\nevent: end\ndata: null\n\n');
  for (let cut = 1; cut < text.length; cut++) {
    expect(await all(readEvents(ReadableStream.from([text.subarray(0, cut), text.subarray(cut)]) as ReadableStream<Uint8Array>))).toEqual([
      { event: 'line', data: { text: 'ä\n' }, id: '1' }, { event: 'end', data: null, id: undefined },
    ]);
  }
});

const broken = (text: string): ReadableStream<Uint8Array> => new ReadableStream({
  pull(controller) {
    if (text === '') return controller.error(new TypeError('terminated'));
    controller.enqueue(bytes(text));
    text = '';
  },
});
const line = (id: number): string => `id: ${id}\nevent: line\ndata: ${id}\n\n`;

test('a stream that breaks, or is ended by a server that stops, goes on behind the last event', async () => {
  const streams = [broken(line(1) + line(2)), new Response(line(3)).body, broken(''), new Response(`${line(4)}event: end\ndata: null\n\n${line(9)}`).body];
  const asked: unknown[] = [];
  const waits: number[] = [];
  const open = (headers: Record<string, string>): Promise<{ data: unknown }> => { asked.push(headers['last-event-id']); return Promise.resolve({ data: streams.shift() }); };
  const events = await all(followEvents(open, { sleep: (ms) => { waits.push(ms); return Promise.resolve(); } }));
  expect(events.map(({ data }) => data)).toEqual([1, 2, 3, 4, null]);
  expect(asked).toEqual([undefined, '2', '3', '3']);
  expect(waits).toEqual([1_000, 1_000, 2_000]);
});

test('a stream that breaks again and again ends with an error, and a refusal at once', async () => {
  const sleep = (): Promise<void> => Promise.resolve();
  let opened = 0;
  await expect(all(followEvents(() => { opened++; return Promise.resolve({ data: broken('') }); }, { sleep }))).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' });
  expect(opened).toBe(5);
  const refusal = new PlatformProblem({ code: 'RESOURCE_NOT_FOUND', message: '', hint: '' });
  await expect(all(followEvents(() => Promise.reject(refusal), { sleep }))).rejects.toBe(refusal);
});

test('who stops listening closes the stream', async () => {
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({ pull: (controller) => { controller.enqueue(bytes(line(1))); }, cancel: () => { cancelled = true; } }, { highWaterMark: 1 });
  const seen: StreamEvent[] = [];
  for await (const event of followEvents(() => Promise.resolve({ data: stream }))) {
    seen.push(event);
    break;
  }
  expect(seen).toHaveLength(1);
  expect(cancelled).toBe(true);
});
