import type { Form } from './form.ts';
import { endMark, firstOfChain, FormTrie } from './form-trie.ts';

/** In a symbol: the state is less than {@link deep}; the two bits below it say how deep. */
export const shallowMark = 0x2000;
export const deep = 4;
const depthShift = 11;

export function shallowDepth(symbol: number): number {
  return (symbol >>> depthShift) & 3;
}

/**
 * Aho and Corasick, "Efficient string matching" (CACM 18, 1975): one step a byte, whatever the input. The state after a byte stands for the longest live
 * prefix of a form. Ten bytes a state, so that a secret of 64 KiB and all its forms cost some megabytes.
 */
export class FormAutomaton {
  readonly symbols: Uint16Array;
  readonly longest: Int32Array;
  readonly #trie: FormTrie;
  /** By state: the state of the longest suffix that is a live prefix as well. */
  readonly #fallback: Int32Array;
  /** By the last two bytes: the state of the longest live prefix of at most two. */
  readonly #afterTwo: Int32Array;

  constructor(forms: readonly Form[]) {
    const trie = new FormTrie(forms);
    this.#trie = trie;
    this.symbols = trie.symbols;
    this.longest = trie.longest;
    this.#fallback = new Int32Array(trie.longest.length);
    this.#afterTwo = afterTwo(trie);
    this.#mark(0, shallowMark);
    // Level by level: what a state falls back to is never as deep as itself.
    const chains = trie.chains.toSorted((one, other) => one.depth - other.depth);
    const open = new Int32Array(chains.length);
    let count = 0;
    let next = 0;
    for (let depth = 1; count > 0 || next < chains.length; depth += 1) {
      const before = count;
      count = 0;
      for (let index = 0; index < before; index += 1) {
        const parent = open[index] as number;
        if (((this.symbols[parent + 1] as number) & firstOfChain) !== 0) continue;
        this.#link(parent + 1, parent, depth);
        open[count] = parent + 1;
        count += 1;
      }
      for (let chain = chains[next]; chain?.depth === depth; next += 1, chain = chains[next]) {
        this.#link(chain.first, chain.parent, depth);
        open[count] = chain.first;
        count += 1;
      }
    }
  }

  next(from: number, byte: number): number {
    const { symbols } = this;
    for (let state = from; ; state = this.#fallback[state] as number) {
      const symbol = symbols[state] as number;
      const depth = symbol < shallowMark ? deep : shallowDepth(symbol);
      if (depth === 1) return this.#afterTwo[((symbol & 0xff) << 8) | byte] as number;
      const found = this.#trie.child(state, byte);
      if (found !== 0 || depth === 0) return found;
      if (depth === 2) return this.#afterTwo[((symbol & 0xff) << 8) | byte] as number;
    }
  }

  /** How many bytes of the input are a live prefix. */
  depth(state: number): number {
    return this.#trie.depth(state);
  }

  #link(state: number, parent: number, depth: number): void {
    const symbol = this.symbols[state] as number;
    const suffix = parent === 0 ? 0 : this.next(this.#fallback[parent] as number, symbol & 0xff);
    this.#fallback[state] = suffix;
    const inherited = (this.symbols[suffix] as number) & endMark;
    // A form that ends here by itself is longer than any that ends within it.
    if ((symbol & endMark) < inherited) this.longest[state] = this.longest[suffix] as number;
    const marks = inherited | (depth < deep ? shallowMark | (depth << depthShift) : 0);
    if (marks !== 0) this.#mark(state, marks);
  }

  #mark(state: number, marks: number): void {
    this.symbols[state] = (this.symbols[state] as number) | marks;
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
