import type { Call } from './route.ts';
import { everyAnswer } from './problem-response.ts';

/** One event: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface ServerEvent {
  readonly event: string;
  /** JSON. */
  readonly data: unknown;
  /** What a client sends as `Last-Event-ID` to go on behind this event. */
  readonly id?: string | undefined;
}

export interface EventStreamOptions {
  /** How often a silent stream says that it lives, in milliseconds. Default 15 s. */
  readonly heartbeatMs?: number | undefined;
}

type StreamCall = Pick<Call<never, never, never>, 'signal' | 'closing' | 'watch'>;

/**
 * A stream of events that ends with its source, with the client, with the server, or when the client may not have it any more. The source
 * is asked for an event when the client has taken the one before; its signal ends as soon as nobody listens, and `return()` is called on it.
 *
 * @throws PlatformError `RATE_LIMITED` where the organization has too many streams open
 */
export function eventStream({ signal, closing, watch }: StreamCall, source: (signal: AbortSignal) => AsyncIterable<ServerEvent>, { heartbeatMs = 15_000 }: EventStreamOptions = {}): Response {
  const unwatch = watch(() => ended());
  const stop = new AbortController();
  const iterator = source(AbortSignal.any([signal, closing, stop.signal]))[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;
  let ended: () => void;

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      ended = () => {
        clearInterval(heartbeat);
        unwatch();
        stop.abort();
        void iterator.return?.().catch(() => undefined);
        closeQuietly(controller);
      };
      controller.enqueue(encoder.encode(': open\n\n'));
      // A slow client gets no heartbeats: what it has not taken shows that the connection is there.
      heartbeat = setInterval(() => { if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': \n\n')); }, heartbeatMs);
      heartbeat.unref();
      for (const end of [signal, closing]) {
        if (end.aborted) ended();
        else end.addEventListener('abort', ended, { once: true, signal: stop.signal });
      }
    },
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done === true) ended();
        else if (!stop.signal.aborted) controller.enqueue(encoder.encode(textOf(next.value)));
      } catch {
        // Where a stream breaks, the client resumes behind the last event that it has.
        ended();
      }
    },
    cancel: () => ended(),
  }, { highWaterMark: 4 });
  return new Response(body, { headers: { ...everyAnswer, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' } });
}

/** The id of the last event that the client has, where it resumes a stream. */
export function lastEventId({ headers }: Request): string | undefined {
  const id = headers.get('last-event-id');
  return id !== null && /^[\x21-\x7e]{1,64}$/.test(id) ? id : undefined;
}

function textOf({ event, data, id }: ServerEvent): string {
  if (/[\r\n]/.test(event) || /[\r\n\0]/.test(id ?? '')) throw new TypeError('The name and the id of an event are one line.');
  // JSON has no line break of its own, so that data is one line, too.
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function closeQuietly(controller: ReadableStreamDefaultController): void {
  try {
    controller.close();
  } catch {
    // The client has closed it already.
  }
}
