import { issuerErrorCodes } from './issuer-error-codes.ts';
import type { IssuerErrorCode } from './issuer-error-codes.ts';

const marker: unique symbol = Symbol.for('carnet.error');

/** What an {@link IssuerError} is made of. Nothing in it may come from a key, a token or a foreign error. */
export interface IssuerErrorOptions {
  readonly code: IssuerErrorCode;
  /** One sentence for a person; the meaning of the code when left out. */
  readonly message?: string | undefined;
  /** One cure; the cure of the code when left out. */
  readonly hint?: string | undefined;
}

/**
 * The one error of this package. It carries a stable `code`, a sentence, a cure, and never a `cause`: errors of crypto
 * libraries and key services can hold key text.
 *
 * @example
 * ```ts
 * import { IssuerError, loadSigningKeys } from '@carnet/oidc-issuer';
 *
 * try {
 *   await loadSigningKeys('not a key');
 * } catch (error) {
 *   if (IssuerError.isInstance(error)) console.error(`${error.code}: ${error.message} ${error.hint}`);
 * }
 * ```
 */
export class IssuerError extends Error {
  override readonly name: string = 'IssuerError';
  /** Stable, from a closed list: switch on this. */
  readonly code: IssuerErrorCode;
  /** What ends the error. */
  readonly hint: string;
  /** Whether the same call may succeed later with nothing changed by the caller. */
  readonly retryable: boolean;
  /** The page of this code. */
  readonly docsUrl: string;

  constructor({ code, message, hint }: IssuerErrorOptions) {
    const description = issuerErrorCodes[code];
    super(message ?? description.meaning);
    this.code = code;
    this.hint = hint ?? description.cure;
    this.retryable = description.retryable;
    this.docsUrl = `https://carnet.dev/errors/${code}`;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether `value` is an issuer's error, also one made by another copy of this package. */
  static isInstance(value: unknown): value is IssuerError {
    if (typeof value !== 'object' || value === null || Reflect.get(value, marker) !== true) return false;
    const code: unknown = Reflect.get(value, 'code');
    return typeof code === 'string' && Object.hasOwn(issuerErrorCodes, code);
  }
}
