import { createHash } from 'node:crypto';

/**
 * The ids of writes whose outcome is not known. A repeat with the same id is the same write for Secrets Manager, so that
 * an answer that was lost makes no second version.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
export class WriteTokens {
  readonly #random: (size: number) => Uint8Array;
  readonly #open = new Map<string, { readonly digest: string; readonly token: string }>();

  constructor(random: (size: number) => Uint8Array) {
    this.#random = random;
  }

  /** The id of the open write of these bytes under this name, or a new one. Any other write under the name ends it. */
  begin(name: string, bytes: Uint8Array): { readonly token: string; readonly repeated: boolean } {
    const digest = createHash('sha256').update(bytes).digest('base64url');
    const open = this.#open.get(name);
    if (open?.digest === digest) return { token: open.token, repeated: true };
    const token = uuidOf(this.#random(16));
    this.#open.set(name, { digest, token });
    return { token, repeated: false };
  }

  end(name: string, token: string): void {
    if (this.#open.get(name)?.token === token) this.#open.delete(name);
  }
}

/** RFC 9562 §5.4. */
function uuidOf(random: Uint8Array): string {
  const bytes = Buffer.from(random);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
