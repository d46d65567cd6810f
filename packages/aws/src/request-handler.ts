import type { Clock } from '@carnet/provider';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { boundedBody, httpDate, type BodyStream } from '@carnet/provider-parts';

type Handle = NodeHttpHandler['handle'];

/** Why an answer, or a request, went no further than our own handler. */
export class RefusedAnswer extends Error {
  override readonly name: string = 'RefusedAnswer';
  readonly reason: 'origin' | 'redirect';
  readonly status: number | undefined;

  constructor(reason: 'origin' | 'redirect', status?: number) {
    super(reason);
    this.reason = reason;
    this.status = status;
  }
}

export interface RequestHandlerOptions {
  /** The only host that a request may go to. */
  readonly host: string;
  readonly mostBytes: number;
  /** The clock that the SDK signs by. */
  readonly systemClock: Pick<Clock, 'now'>;
}

/**
 * Stands between an SDK client and Node: after all that could change an address, and before any byte is sent. The SDK
 * itself reads an answer without a bound, and one longer than memory ends the process.
 */
export class RequestHandler {
  readonly metadata: { readonly handlerProtocol: string } = { handlerProtocol: 'http/1.1' };
  /** Epoch milliseconds: when the last answer was made by the clock of AWS, to the second before. Undefined where it did not say. */
  answeredAt: number | undefined;
  /** The clock of AWS minus the one that the SDK signs by, in milliseconds. */
  clockOffset: number | undefined;
  readonly #inner: NodeHttpHandler;
  readonly #options: RequestHandlerOptions;

  constructor(inner: NodeHttpHandler, options: RequestHandlerOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const { host, mostBytes, systemClock } = this.#options;
    if (request.protocol !== 'https:' || request.hostname !== host || request.port !== undefined || request.path !== '/' || request.username !== undefined || request.password !== undefined) {
      throw new RefusedAnswer('origin');
    }
    const { response } = await this.#inner.handle(request, options);
    this.answeredAt = httpDate(response.headers['date']);
    if (this.answeredAt !== undefined) this.clockOffset = this.answeredAt - systemClock.now();
    const { statusCode } = response;
    if (statusCode >= 300 && statusCode < 400) {
      // Ends the connection, too: nobody reads its rest.
      (response.body as { destroy(): void }).destroy();
      throw new RefusedAnswer('redirect', statusCode);
    }
    response.body = await boundedBody(response.body as BodyStream, mostBytes);
    return { response };
  }

  /** The agent is the host's to close. */
  destroy(): void {
    // Nothing here is ours.
  }

  /** Called by a client that wants to hand its logger on. */
  updateHttpClientConfig(): void {
    // What counts is set already.
  }

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

