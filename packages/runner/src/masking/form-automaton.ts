import type { Form } from './form.ts';
import { endMark, FormTrie } from './form-trie.ts';

/** In a symbol: the state is less than {@link deep}; the two bits below it say how deep. */
export const shallowMark = 0x2000;
/** No form is shorter, so that none ends within a live prefix of this length. */
export const deep = 4;
const depthShift = 11;

export function shallowDepth(symbol: number): number {
  return (symbol >>> depthShift) & 3;
}

/**
 * Aho and Corasick, "Efficient string matching" (CACM 18, 1975): one step a byte, whatever the input. The state after a byte stands for the longest live
 * prefix of a form. Where to fall back to is found when a live prefix first breaks off there, for most states never: of a secret of 1 MiB most forms
 * are never printed, and what nobody asks for takes no memory.
 */
export class FormAutomaton {
  readonly symbols: Uint16Array;
  readonly #trie: FormTrie;
  /** By state, once known: one more than the state of the longest suffix that is a live prefix as well. */
  readonly #fallback: Int32Array;
  /** By state with a fallback: the length of the longest form that ends there and began after the live prefix; -1 where none does, but did before. */
  readonly #within: Int32Array;
  /** By the last two bytes: the state of the longest live prefix of at most two. */
  readonly #afterTwo: Int32Array;

  constructor(forms: readonly Form[]) {
    const trie = new FormTrie(forms);
    this.#trie = trie;
    this.symbols = trie.symbols;
    this.#fallback = new Int32Array(trie.symbols.length);
    this.#within = new Int32Array(trie.symbols.length);
    this.#afterTwo = afterTwo(trie);
    this.#mark(0, 0);
    for (const { first, end, depth } of trie.chains) {
      for (let state = first; state < end && depth + state - first < deep; state += 1) this.#mark(state, depth + state - first);
    }
  }

  next(from: number, byte: number): number {
    const { symbols } = this;
    for (let state = from; ; state = this.#fallbackOf(state)) {
      const symbol = symbols[state] as number;
      const depth = symbol < shallowMark ? deep : shallowDepth(symbol);
      if (depth === 1) return this.#afterTwo[((symbol & 0xff) << 8) | byte] as number;
      const found = this.#trie.child(state, byte);
      if (found !== 0 || depth === 0) return found;
      if (depth === 2) return this.#afterTwo[((symbol & 0xff) << 8) | byte] as number;
    }
  }

  /** The state after this one and a byte, or 0: without falling back. */
  child(state: number, byte: number): number {
    return this.#trie.child(state, byte);
  }

  /** How many bytes of the input are a live prefix. */
  depth(state: number): number {
    return this.#trie.depth(state);
  }

  /** Forms that end within the last `count` bytes of a live prefix and began after it, in the order of their ends, which are counted from its end. */
  formsWithin(state: number, count: number): readonly { readonly length: number; readonly back: number }[] {
    this.#fallbackOf(state);
    const found: { readonly length: number; readonly back: number }[] = [];
    for (let back = 0, at = state; back < count; back += 1, at = this.#trie.parent(at)) {
      const length = this.#within[at] as number;
      if (length === 0) break;
      if (length > 0) found.push({ length, back });
    }
    return found.reverse();
  }

  #fallbackOf(state: number): number {
    if (state !== 0 && this.#fallback[state] === 0) this.#link(state);
    return Math.max(0, (this.#fallback[state] as number) - 1);
  }

  /** What leads to the state comes first; what a state falls back to is never as deep as itself. */
  #link(state: number): void {
    const { first, parent } = this.#trie.chainOf(state);
    let at = state;
    while (at > first && this.#fallback[at - 1] === 0) at -= 1;
    for (let before = at === first ? parent : at - 1; at <= state; before = at, at += 1) {
      const suffix = before === 0 ? 0 : this.next(this.#fallbackOf(before), (this.symbols[at] as number) & 0xff);
      this.#fallback[at] = suffix + 1;
      this.#within[at] = this.#longestAt(suffix) || ((this.#within[before] as number) === 0 ? 0 : -1);
    }
  }

  #longestAt(state: number): number {
    const symbol = this.symbols[state] as number;
    if ((symbol & endMark) !== 0) return this.depth(state);
    if (symbol < shallowMark) this.#fallbackOf(state);
    return Math.max(0, this.#within[state] as number);
  }

  #mark(state: number, depth: number): void {
    this.symbols[state] = (this.symbols[state] as number) | shallowMark | (depth << depthShift);
  }
}

function afterTwo(trie: FormTrie): Int32Array {
  const states = new Int32Array(0x10000);
  for (let byte = 0; byte < 0x100; byte += 1) {
    const state = trie.child(0, byte);
    if (state !== 0) for (let before = 0; before < 0x100; before += 1) states[(before << 8) | byte] = state;
  }
  for (const { first, end, parent, depth } of trie.chains) {
    const second = first + 2 - depth;
    if (depth < 3 && second < end) states[((trie.symbols[depth === 1 ? first : parent] as number) & 0xff) << 8 | (trie.symbols[second] as number) & 0xff] = second;
  }
  return states;
}
