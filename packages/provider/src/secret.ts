import { CarnetError } from './errors/carnet-error.ts';

/**
 * A value that does not show itself: printing, JSON, string conversion and inspection give the fingerprint, or `[secret]`
 * without one. Only {@link Secret.reveal} and {@link Secret.revealBytes} give the value.
 *
 * @example
 * ```ts
 * import { Secret } from '@carnet/provider';
 * const secret = new Secret(new TextEncoder().encode('s3cr3t'));
 * String(secret); // '[secret]'
 * secret.reveal(); // 's3cr3t'
 * ```
 */
export class Secret {
  readonly #bytes: Uint8Array;
  /** `hmac:` and 12 hex digits, or undefined. */
  readonly fingerprint: string | undefined;

  /** Takes a copy of the bytes. */
  constructor(bytes: Uint8Array, fingerprint?: string) {
    // A Buffer's own slice shares its memory.
    this.#bytes = new Uint8Array(bytes);
    this.fingerprint = fingerprint;
  }

  /**
   * The value as text, byte-exact: no normalisation, no byte-order mark removed.
   *
   * @throws CarnetError `SECRET_NOT_TEXT` where the bytes are not UTF-8
   */
  reveal(): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.#bytes);
    } catch {
      throw new CarnetError({ code: 'SECRET_NOT_TEXT', message: 'The secret is not UTF-8 text.' });
    }
  }

  /** A copy of the bytes. */
  revealBytes(): Uint8Array {
    return this.#bytes.slice();
  }

  toString(): string {
    return this.fingerprint === undefined ? '[secret]' : `[secret ${this.fingerprint}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.toPrimitive](): string {
    return this.toString();
  }

  static {
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: this.prototype.toString });
  }
}
