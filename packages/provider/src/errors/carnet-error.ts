import type { ErrorCode } from './error-code.ts';
import { errorCodes } from './error-codes.ts';
import { safeCloudCode, safeCloudMessage } from './cloud-text.ts';

const marker = Symbol.for('carnet.error');

/** Where on the way from token to child process it failed. */
export type Step =
  | 'configure' | 'mint' | 'authenticate' | 'read' | 'list' | 'write' | 'remove' | 'check' | 'decode' | 'inject' | 'run' | 'close';

export interface CarnetErrorOptions {
  readonly code: ErrorCode;
  /** One sentence for a person. Never a value, a token, a body or a header. */
  readonly message: string;
  /** What to do. Default: the cure of the code. */
  readonly hint?: string | undefined;
  readonly provider?: string | undefined;
  readonly step?: Step | undefined;
  /** Default: as the code says. */
  readonly retryable?: boolean | undefined;
  /** Milliseconds that the store asked us to wait. */
  readonly retryAfter?: number | undefined;
  readonly requestId?: string | undefined;
  /** The cloud's own code: dropped unless it is at most 64 of `[A-Za-z0-9_.:-]`. */
  readonly cloudCode?: string | undefined;
  /** The cloud's own sentence, from a named field only: cut at 500 characters, token-like parts scrubbed, markup dropped. */
  readonly cloudMessage?: string | undefined;
}

/**
 * The one error of Carnet. Branch on {@link CarnetError.code}, a closed list with a page each in `docs/errors/`.
 * It never holds an SDK's error, as cause or otherwise: those carry tokens.
 *
 * @example
 * ```ts
 * import { CarnetError } from '@carnet/provider';
 * try {
 *   throw new CarnetError({ code: 'SECRET_NOT_FOUND', message: "The vault holds no secret 'api-key'." });
 * } catch (error) {
 *   if (CarnetError.isInstance(error) && error.code === 'SECRET_NOT_FOUND') console.error(error.hint);
 * }
 * ```
 */
export class CarnetError extends Error {
  override readonly name: string = 'CarnetError';
  readonly code: ErrorCode;
  readonly hint: string;
  readonly provider: string | undefined;
  readonly step: Step | undefined;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;
  readonly cloudCode: string | undefined;
  readonly cloudMessage: string | undefined;
  readonly docsUrl: string;

  constructor(options: CarnetErrorOptions) {
    super(options.message);
    const description = errorCodes[options.code];
    this.code = options.code;
    this.hint = options.hint ?? description.cure;
    this.provider = options.provider;
    this.step = options.step;
    this.retryable = options.retryable ?? description.retryable;
    this.retryAfter = options.retryAfter;
    this.requestId = safeCloudCode(options.requestId);
    this.cloudCode = safeCloudCode(options.cloudCode);
    this.cloudMessage = safeCloudMessage(options.cloudMessage);
    this.docsUrl = `https://carnet.dev/errors/${options.code}`;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Works across duplicate copies of this package, where `instanceof` does not. */
  static isInstance(value: unknown): value is CarnetError {
    return value instanceof Error && (value as { [marker]?: unknown })[marker] === true;
  }

  /** The public fields, for a log or an API answer. */
  toJSON(): Record<string, unknown> {
    return {
      code: this.code, message: this.message, hint: this.hint, provider: this.provider, step: this.step, retryable: this.retryable,
      retryAfter: this.retryAfter, requestId: this.requestId, cloudCode: this.cloudCode, cloudMessage: this.cloudMessage, docsUrl: this.docsUrl,
    };
  }

  static {
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value(this: CarnetError): string {
        return `${this.name} [${this.code}]: ${this.message} ${this.hint}`;
      },
    });
  }
}
