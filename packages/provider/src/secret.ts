import { CarnetError } from './errors/carnet-error.ts';

// No private field: with one, TypeScript would take the classes of two copies of this package for two types.
const contents = new WeakMap<Secret, Uint8Array>();

/** What only looks like a secret, such as an object made from one, has no value: an empty one in its place would be taken for it. */
function contentsOf(secret: Secret): Uint8Array {
  const bytes = contents.get(secret);
  if (bytes === undefined) throw new TypeError('This object is not a Secret.');
  return bytes;
}

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
  /** `hmac:` and 12 hex digits, or undefined. */
  readonly fingerprint: string | undefined;

  /** Takes a copy of the bytes. */
  constructor(bytes: Uint8Array, fingerprint?: string) {
    // A Buffer's own slice shares its memory.
    contents.set(this, new Uint8Array(bytes));
    this.fingerprint = fingerprint;
  }

  /**
   * The value as text, byte-exact: no normalisation, no byte-order mark removed.
   *
   * @throws CarnetError `SECRET_NOT_TEXT` where the bytes are not UTF-8
   */
  reveal(): string {
    const bytes = contentsOf(this);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new CarnetError({ code: 'SECRET_NOT_TEXT', message: 'The secret is not UTF-8 text.' });
    }
  }

  /** A copy of the bytes. */
  revealBytes(): Uint8Array {
    return new Uint8Array(contentsOf(this));
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
