import { createClient, PlatformProblem as ClientProblem, readEvents, type PlatformClient, type StreamEvent } from '@carnet/client';
import { CarnetError } from '@carnet/provider';
import { isCarnetError } from '../../thrown-value.ts';
import type { AnswerOf, CallArguments, CallOptions, ItemOf, ListPath, Method, PathOf } from './api-types.ts';
import { PlatformProblem, problemFrom } from './platform-problem.ts';
import { fetchOnce } from './send-request.ts';

export interface ApiOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly timeoutMs: number;
  /** The id of the organization, asked for once a path needs it. */
  readonly organization: () => Promise<string>;
}

interface AnyCall extends CallOptions {
  readonly path?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}

type AnyMethod = (path: string, init: object) => Promise<{ readonly data?: unknown }>;

/** The platform's HTTP API: an answer as the platform's document describes it, or a {@link PlatformProblem}. */
export class PlatformApi {
  readonly #options: ApiOptions;
  readonly #methods: Readonly<Record<Method, AnyMethod>>;

  constructor(options: ApiOptions) {
    const { url, token, timeoutMs } = options;
    const { GET, POST, PUT, PATCH, DELETE }: PlatformClient = createClient({ url, token, timeoutMs, fetch: fetchOnce });
    this.#options = options;
    this.#methods = { get: GET, post: POST, put: PUT, patch: PATCH, delete: DELETE } as unknown as Readonly<Record<Method, AnyMethod>>;
  }

  async request<M extends Method, P extends PathOf<M>>(method: M, path: P, ...[call]: CallArguments<M, P>): Promise<AnswerOf<M, P>> {
    return await this.#call(method, path, call ?? {}) as AnswerOf<M, P>;
  }

  /** All pages of a list, up to `most` items. */
  async all<P extends ListPath>(path: P, call: AnyCall = {}, most: number = 10_000): Promise<readonly ItemOf<P>[]> {
    const items: ItemOf<P>[] = [];
    let cursor: string | null = null;
    do {
      const page = await this.#call('get', path, { ...call, query: { limit: Math.min(100, most), ...call.query, cursor: cursor ?? undefined } }) as { readonly items: readonly ItemOf<P>[]; readonly next: string | null };
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== null && items.length < most);
    return items.slice(0, most);
  }

  /** The events of a stream as they come, until the server ends it. A silence as long as an answer may take is a failure. */
  async *events<M extends Method, P extends PathOf<M>>(method: M, path: P, ...[call]: CallArguments<M, P>): AsyncGenerator<StreamEvent, void, undefined> {
    yield* this.#stream(method, path, call ?? {}, readEvents);
  }

  /** The text of an answer as it comes. */
  async *text<P extends PathOf<'get'>>(path: P, ...[call]: CallArguments<'get', P>): AsyncGenerator<string, void, undefined> {
    yield* this.#stream('get', path, call ?? {}, (body) => body.pipeThrough(new TextDecoderStream()));
  }

  async *#stream<T>(method: Method, path: string, call: AnyCall, through: (body: ReadableStream<Uint8Array<ArrayBuffer>>) => AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    const stop = new AbortController();
    const { timeoutMs, url } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    // Also by what is no event: a silent stream says that it lives.
    const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (bytes, controller) => {
        timer?.refresh();
        controller.enqueue(bytes);
      },
    });
    const signal = AbortSignal.any([stop.signal, ...(call.signal ? [call.signal] : [])]);
    try {
      const body = await this.#call(method, path, { ...call, signal }, 'stream') as ReadableStream<Uint8Array<ArrayBuffer>>;
      timer = setTimeout(() => { stop.abort(new DOMException('No word for too long.', 'TimeoutError')); }, timeoutMs);
      yield* through(body.pipeThrough(heard));
    } catch (error) {
      if (isCarnetError(error)) throw error;
      throw stop.signal.aborted || call.signal?.aborted
        ? new CarnetError({ code: 'DEADLINE_EXCEEDED', message: `${url} gave no answer in time.`, hint: 'Try again; --timeout gives it more time.' })
        : new PlatformProblem({ code: 'PLATFORM_UNREACHABLE', message: `${url} broke off its answer.`, hint: 'Try again.' });
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }

  async #call(method: Method, path: string, { path: parts = {}, query, body, version, headers, signal }: AnyCall, parseAs: 'json' | 'stream' = 'json'): Promise<unknown> {
    const organization = path.includes('{organization}') && parts['organization'] === undefined ? { organization: await this.#options.organization() } : {};
    for (const part of Object.values(parts)) checkSegment(String(part));
    try {
      const { data } = await this.#methods[method](path, {
        params: { path: { ...parts, ...organization }, query }, body, parseAs,
        headers: { ...headers, ...(version !== undefined && { 'if-match': `"${version}"` }) },
        ...(signal && { signal }),
      });
      return data;
    } catch (error) {
      const isLate = ClientProblem.isInstance(error) && error.code === 'DEADLINE_EXCEEDED' && error.status === undefined;
      if (ClientProblem.isInstance(error) && !isLate) throw problemFrom(error);
      if (isLate || signal?.aborted) throw new CarnetError({ code: 'DEADLINE_EXCEEDED', message: `${this.#options.url} gave no answer in time.`, hint: 'Try again; --timeout gives it more time.' });
      throw isCarnetError(error) ? error : new PlatformProblem({ code: 'ANSWER_INVALID', message: `${this.#options.url} answered with something that is no answer of a platform.`, hint: 'Check --url or CARNET_URL; a proxy in front may answer in its place.' });
    }
  }
}

/** A dot or two would be taken out of the address, encoded or not, and ask for something else. */
function checkSegment(text: string): void {
  if (['', '.', '..'].includes(text)) throw new PlatformProblem({ code: 'INPUT_INVALID', message: `'${text}' is neither a name nor an id.`, hint: 'Check the arguments of the command.' });
}
