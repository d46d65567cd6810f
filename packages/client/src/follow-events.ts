import { PlatformProblem } from './platform-problem.ts';
import { readEvents, type StreamEvent } from './read-events.ts';

/** How a stream is followed. */
export interface FollowOptions {
  /** The event after which the stream is complete. Default: one of the name `end`. */
  readonly isLast?: ((event: StreamEvent) => boolean) | undefined;
  /** Where to begin: the id of the last event that is known already. */
  readonly lastEventId?: string | undefined;
  /** How often in a row a stream may break without a new event. Default 5. */
  readonly attempts?: number | undefined;
  /** Waits before a stream is opened again. Default: a timer. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
}

/**
 * Follows a stream to its last event. Where the connection breaks, or the server stops, it is opened again behind the last event.
 *
 * @param open opens the stream with these headers
 * @throws PlatformProblem what `open` throws; `PLATFORM_UNREACHABLE` when it breaks again and again
 *
 * @example
 * const open = (headers: Record<string, string>) => client.GET('/v1/organizations/{organization}/kickoffs/{kickoff}/events', { params: { path }, headers, parseAs: 'stream', signal });
 * for await (const { event, data } of followEvents(open)) console.log(event, data);
 */
export async function* followEvents(open: (headers: Record<string, string>) => Promise<{ readonly data?: unknown }>, options: FollowOptions = {}): AsyncGenerator<StreamEvent, void, undefined> {
  const { isLast = ({ event }) => event === 'end', attempts = 5, sleep = sleepFor } = options;
  let { lastEventId } = options;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await sleep(Math.min(1_000 * 2 ** (attempt - 1), 15_000));
    const { data } = await open(lastEventId === undefined ? {} : { 'last-event-id': lastEventId });
    if (!(data instanceof ReadableStream)) throw new PlatformProblem({ code: 'ANSWER_INVALID', message: 'The answer is no stream.', hint: "Open it with parseAs: 'stream'." });
    const events = readEvents(data as ReadableStream<Uint8Array>);
    try {
      for (let next = await nextOf(events); next !== undefined; next = await nextOf(events)) {
        // What has no id may be the same as before: only what is new counts as a step ahead.
        if (next.id !== undefined && next.id !== lastEventId) attempt = 0;
        lastEventId = next.id ?? lastEventId;
        yield next;
        if (isLast(next)) return;
      }
    } finally {
      await events.return();
    }
  }
  throw new PlatformProblem({ code: 'PLATFORM_UNREACHABLE', message: `The stream broke ${attempts} times in a row.`, hint: 'Try again; what was done goes on without anybody who looks.' });
}

/** A connection that breaks and an answer that ends are one thing here. */
async function nextOf(events: AsyncGenerator<StreamEvent, void, undefined>): Promise<StreamEvent | undefined> {
  try {
    const { value } = await events.next();
    return value ?? undefined;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    return undefined;
  }
}

function sleepFor(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}
