/** A queue of bytes: appended at the end, dropped at the front, each byte moved a bounded number of times. */
export class HeldBytes {
  #buffer = new Uint8Array(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  view(from: number, to: number): Uint8Array {
    return this.#buffer.subarray(this.#start + from, this.#start + to);
  }

  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#buffer.length) this.#makeRoom(bytes.length);
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  drop(count: number): void {
    this.#start += count;
    if (this.#start < this.#end) return;
    this.#start = 0;
    this.#end = 0;
  }

  #makeRoom(count: number): void {
    const { length } = this;
    const target = (length + count) * 2 > this.#buffer.length ? new Uint8Array((length + count) * 2) : this.#buffer;
    target.set(this.view(0, length));
    this.#buffer = target;
    this.#start = 0;
    this.#end = length;
  }
}
