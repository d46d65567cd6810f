import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { eventStream, lastEventId, type ServerEvent } from './event-stream.ts';

const calls = (): { call: { signal: AbortSignal; closing: AbortSignal; watch: (refused: () => void) => () => void }; client: AbortController; server: AbortController } => {
  const client = new AbortController();
  const server = new AbortController();
  return { call: { signal: client.signal, closing: server.signal, watch: () => () => undefined }, client, server };
};

async function* counted(log: string[], signal: AbortSignal): AsyncGenerator<ServerEvent> {
  try {
    for (let number = 1; ; number++) {
      await setImmediate();
      log.push(`made ${number}`);
      yield { event: 'line', id: String(number), data: { number, text: 'a\nb' } };
    }
  } finally {
    log.push(`over, ${signal.aborted ? 'told' : 'not told'}`);
  }
}

async function textOf(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<string> {
  const part = await reader?.read();
  return new TextDecoder().decode(part?.value as Uint8Array | undefined);
}

test('events are one block each with an id to resume at, whatever stands in them', async () => {
  async function* two(): AsyncGenerator<ServerEvent> {
    yield { event: 'line', id: '1', data: 'a\r\nid: 9' };
    yield { event: 'end', data: null };
  }
  const response = eventStream(calls().call, two);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(await response.text()).toBe(': open\n\nid: 1\nevent: line\ndata: "a\\r\\nid: 9"\n\nevent: end\ndata: null\n\n');
});

test('a client that does not read stops the source, and reading goes on where it stopped', async () => {
  const log: string[] = [];
  const reader = eventStream(calls().call, (signal) => counted(log, signal)).body?.getReader();
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  const made = log.length;
  expect(made).toBeLessThanOrEqual(4);
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  expect(log).toHaveLength(made);
  const texts: string[] = [];
  for (let index = 0; index < 7; index++) texts.push(await textOf(reader));
  expect(texts.map((text) => /^id: (\d)/.exec(text)?.[1])).toEqual([undefined, '1', '2', '3', '4', '5', '6']);
  await reader?.cancel();
});

test.each(['client', 'server'] as const)('the end of the %s ends the stream and its source', async (who) => {
  const log: string[] = [];
  const parts = calls();
  const response = eventStream(parts.call, (signal) => counted(log, signal));
  const text = response.text();
  await setImmediate();
  parts[who].abort();
  expect(await text).toMatch(/\n\n$/);
  for (let turn = 0; turn < 5; turn++) await setImmediate();
  expect(log.at(-1)).toBe('over, told');
});

test('a reader that goes away ends the source', async () => {
  const log: string[] = [];
  const response = eventStream(calls().call, (signal) => counted(log, signal));
  await setImmediate();
  await response.body?.cancel();
  for (let turn = 0; turn < 5; turn++) await setImmediate();
  expect(log.at(-1)).toBe('over, told');
});

test('a source that waits for its signal ends with it, and one that fails ends the stream without saying why', async () => {
  async function* waiting(signal: AbortSignal): AsyncGenerator<ServerEvent> {
    await new Promise((resolve) => { signal.addEventListener('abort', resolve); });
    yield* [];
  }
  const parts = calls();
  const text = eventStream(parts.call, waiting).text();
  parts.server.abort();
  expect(await text).toBe(': open\n\n');
  async function* failing(): AsyncGenerator<ServerEvent> {
    yield { event: 'line', data: 1 };
    throw new Error('canary');
  }
  expect(await eventStream(calls().call, failing).text()).toBe(': open\n\nevent: line\ndata: 1\n\n');
});

test('a silent stream says that it lives', async () => {
  vi.useFakeTimers();
  try {
    const parts = calls();
    async function* silent(signal: AbortSignal): AsyncGenerator<ServerEvent> {
      await new Promise((resolve) => { signal.addEventListener('abort', resolve); });
      yield* [];
    }
    const text = eventStream(parts.call, silent, { heartbeatMs: 1_000 }).text();
    await vi.advanceTimersByTimeAsync(3_500);
    parts.client.abort();
    expect(await text).toBe(`: open\n\n${': \n\n'.repeat(3)}`);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test('the id to resume at is harmless text', () => {
  const idOf = (id: string): string | undefined => lastEventId(new Request('http://a.test/', { headers: { 'last-event-id': id } }));
  expect(idOf('line-12')).toBe('line-12');
  for (const id of ['', 'a b', 'ä', 'x'.repeat(65)]) expect(idOf(id)).toBeUndefined();
});
