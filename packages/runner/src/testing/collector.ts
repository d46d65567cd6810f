import { Writable } from 'node:stream';

/** Keeps what is written, and tells when a text has come. */
export class Collector extends Writable {
  #bytes = Buffer.alloc(0);
  readonly #expected = new Map<string, () => void>();

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    for (const [text, come] of this.#expected) if (this.text.includes(text)) come();
    done();
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  get text(): string {
    return this.#bytes.toString();
  }

  async until(text: string): Promise<void> {
    if (!this.text.includes(text)) await new Promise<void>((resolve) => { this.#expected.set(text, resolve); });
  }
}
