import type { Form } from './form.ts';

const blockSize = 4;
/** As many as there are bits in an entry of the table. */
const longestStride = 8;

/**
 * Passes over bytes at which no form can begin. A form that begins within the next so many bytes has one of its first blocks of four at the last of
 * them, so one look tells about all; the stride is what the shortest form allows. Wu and Manber's idea (TR-94-17), with a fixed shift.
 */
export class StartFilter {
  readonly #stride: number;
  /** By hash of a block: bit n where a form has it n bytes from its start. */
  readonly #table: Uint8Array;
  readonly #shift: number;

  constructor(forms: readonly Form[]) {
    const shortest = forms.reduce((least, form) => Math.min(least, form.shortest), Infinity);
    this.#stride = Math.max(1, Math.min(longestStride, shortest - blockSize + 1));
    const bits = Math.min(20, Math.max(12, Math.ceil(Math.log2(forms.length * this.#stride * 16 + 1))));
    this.#table = new Uint8Array(2 ** bits);
    this.#shift = 32 - bits;
    for (const { bytes } of forms) {
      const view = viewOf(bytes);
      for (let offset = 0; offset < this.#stride; offset += 1) {
        const slot = hash(view, offset) >>> this.#shift;
        this.#table[slot] = (this.#table[slot] as number) | (1 << offset);
      }
    }
  }

  /** The first position from here on at which a form may begin, or after which too few bytes are left to tell. */
  next(view: DataView, from: number): number {
    const table = this.#table;
    const shift = this.#shift;
    const stride = this.#stride;
    const last = view.byteLength - blockSize;
    let at = from + stride - 1;
    for (; at <= last; at += stride) {
      let offsets = table[hash(view, at) >>> shift] as number;
      while (offsets !== 0) {
        const offset = 31 - Math.clz32(offsets);
        if (this.#mayBegin(view, at - offset, last)) return at - offset;
        offsets ^= 1 << offset;
      }
    }
    return at - stride + 1;
  }

  #mayBegin(view: DataView, start: number, last: number): boolean {
    const second = Math.min(blockSize, this.#stride - 1);
    return this.#has(view, start, 0) && (start + second > last || this.#has(view, start + second, second));
  }

  #has(view: DataView, at: number, offset: number): boolean {
    return (((this.#table[hash(view, at) >>> this.#shift] as number) >>> offset) & 1) === 1;
  }
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function hash(view: DataView, at: number): number {
  return Math.imul(view.getInt32(at, true), 0x9e3779b1);
}
