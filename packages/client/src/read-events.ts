import { createParser } from 'eventsource-parser';

/** One event of a stream. */
export interface StreamEvent {
  readonly event: string;
  /** Parsed JSON. */
  readonly data: unknown;
  /** Where a stream that broke is resumed. */
  readonly id: string | undefined;
}

const longestEvent = 1_048_576;

/**
 * The events of an answer with `text/event-stream`, as they arrive. It ends with the answer.
 *
 * @example
 * const { data } = await client.POST('/v1/organizations/{organization}/credentials/test', { params: { path: { organization } }, body, parseAs: 'stream' });
 * if (data) for await (const { event, data: rung } of readEvents(data)) console.log(event, rung);
 */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent, void, undefined> {
  const ready: StreamEvent[] = [];
  const parser = createParser({ onEvent: ({ event = 'message', data, id }) => { ready.push({ event, data: JSON.parse(data) as unknown, id }); }, maxBufferSize: longestEvent });
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parser.feed(decoder.decode(part.value, { stream: true }));
      yield* ready.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
