import { Writable } from 'node:stream';

/** Keeps the last bytes written to it. */
export class OutputTail extends Writable {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #size = 0;
  #truncated = false;

  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  get truncated(): boolean {
    return this.#truncated;
  }

  /** What was kept, as text; a character that the cut split is dropped. */
  get text(): string {
    const bytes = Buffer.concat(this.#chunks).subarray(-this.#limit);
    const start = this.#truncated ? bytes.findIndex((byte) => (byte & 0xc0) !== 0x80) : 0;
    return bytes.subarray(Math.max(start, 0)).toString('utf8');
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    if (this.#size > this.#limit) this.#truncated = true;
    // Rarely, so that many small writes do not copy the whole each time.
    if (this.#size > 2 * this.#limit) {
      this.#chunks = [Buffer.from(Buffer.concat(this.#chunks).subarray(-this.#limit))];
      this.#size = this.#limit;
    }
    done();
  }
}
