import { EventSourceParserStream } from 'eventsource-parser/stream';
import { isCarnetError } from '../../thrown-value.ts';
import { PlatformProblem } from './platform-problem.ts';
import { askPlatform, jsonOf, sendRequest, unanswered, type PlatformRequest } from './send-request.ts';

export interface ApiCall {
  /** What stands for the braces of the path; the organization is filled in. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** The version that is changed: If-Match. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends it before its deadline does. */
  readonly signal?: AbortSignal;
}

export interface ServerEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

type Method = PlatformRequest['method'];

export interface ApiOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly timeoutMs: number;
  /** The id of the organization, asked for once a path needs it. */
  readonly organization: () => Promise<string>;
}

/** The platform's HTTP API: an answer, or a {@link PlatformProblem}. Nothing is repeated. */
export class PlatformApi {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  async request<T>(method: Method, path: string, call: ApiCall = {}): Promise<T> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.#options.timeoutMs), ...(call.signal ? [call.signal] : [])]);
    const url = await this.#address(path, call);
    const response = await this.#send(method, url, call, signal);
    return await jsonOf(response, url, signal) as T;
  }

  /** The JSON of an answer that may be of failure, too, in the form of somebody else: OAuth's. */
  async answer(method: Method, path: string, call: ApiCall = {}): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
    const signal = AbortSignal.timeout(this.#options.timeoutMs);
    const url = await this.#address(path, call);
    const response = await askPlatform({ method, url, token: this.#options.token, body: call.body, signal });
    const body = await jsonOf(response, url, signal);
    return { status: response.status, body: typeof body === 'object' && body !== null ? body as Readonly<Record<string, unknown>> : {} };
  }

  /** All pages of a list, up to `most` items. */
  async all<T>(path: string, { query, ...call }: ApiCall = {}, most: number = 10_000): Promise<readonly T[]> {
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.request<Page<T>>('get', path, { ...call, query: { limit: Math.min(100, most), ...query, ...(cursor !== undefined && { cursor }) } });
      items.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && items.length < most);
    return items.slice(0, most);
  }

  /** The events of a stream as they come, until the server ends it. A silence as long as an answer may take is a failure. */
  async *events(method: Method, path: string, call: ApiCall = {}): AsyncGenerator<ServerEvent, void, undefined> {
    const url = await this.#address(path, call);
    for await (const { event = 'message', id, data } of this.#chunks(method, url, { ...call, headers: { ...call.headers, accept: 'text/event-stream' } }, (body) => body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream({ maxBufferSize: 4 * 1024 * 1024 })))) {
      yield { event, id, data: parsed(data) };
    }
  }

  /** The text of an answer as it comes. */
  async *text(path: string, call: ApiCall = {}): AsyncGenerator<string, void, undefined> {
    const url = await this.#address(path, call);
    yield* this.#chunks('get', url, { ...call, headers: { ...call.headers, accept: 'application/x-ndjson' } }, (body) => body.pipeThrough(new TextDecoderStream()));
  }

  async *#chunks<T>(method: Method, url: URL, call: ApiCall, through: (body: ReadableStream<Uint8Array<ArrayBuffer>>) => ReadableStream<T>): AsyncGenerator<T, void, undefined> {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, ...(call.signal ? [call.signal] : [])]);
    const timer = setTimeout(() => { stop.abort(new DOMException('No word for too long.', 'TimeoutError')); }, this.#options.timeoutMs);
    // Also by what is no event: a silent stream says that it lives.
    const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (bytes, controller) => {
        timer.refresh();
        controller.enqueue(bytes);
      },
    });
    try {
      const { body } = await this.#send(method, url, call, signal);
      if (body !== null) yield* through(body.pipeThrough(heard));
    } catch (error) {
      throw isCarnetError(error) ? error : unanswered(error, url, signal);
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }

  async #send(method: Method, url: URL, { body, version, headers }: ApiCall, signal: AbortSignal): Promise<Response> {
    return await sendRequest({ method, url, token: this.#options.token, body, signal, headers: { ...headers, ...(version !== undefined && { 'if-match': `"${version}"` }) } });
  }

  async #address(path: string, { path: parts = {}, query = {} }: ApiCall): Promise<URL> {
    const values: Readonly<Record<string, string>> = path.includes('{organization}') && parts['organization'] === undefined ? { organization: await this.#options.organization(), ...parts } : parts;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segmentOf(values[name] ?? ''));
    const url = new URL(`${this.#options.url}${filled}`);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    return url;
  }
}

/** A dot or two would be taken out of the address, encoded or not, and ask for something else. */
function segmentOf(text: string): string {
  if (['', '.', '..'].includes(text)) throw new PlatformProblem({ code: 'INPUT_INVALID', message: `'${text}' is neither a name nor an id.`, hint: 'Check the arguments of the command.' });
  return encodeURIComponent(text);
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
