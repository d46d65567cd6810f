import type { Form } from './form.ts';

/** In a symbol, above its byte: the state does not follow on the one before it. */
const firstOfChain = 0x100;
/** Of a symbol: equal to a byte where the state follows on the one before by it. */
export const followingMask = 0x1ff;
/** In a symbol: not only the next state follows on this one. */
const branching = 0x200;
/** In a symbol: a form ends here. A symbol below this has nothing to say to whoever walks along. */
export const endMark = 0x400;

/** States in a row, each following on the one before: what a form has that none before it had. */
export interface Chain {
  readonly first: number;
  readonly end: number;
  /** The state on which the first one follows, and how deep the first one is. */
  readonly parent: number;
  readonly depth: number;
}

/** The forms as a tree of their bytes. State 0 is the start; a state's chain says what leads to it, so that no state names its parent. */
export class FormTrie {
  readonly chains: Chain[] = [];
  /** By state: the byte that leads to it, and marks. Longer than there are states: the one after the last is asked for as well, and follows on none. */
  readonly symbols: Uint16Array;
  readonly #start = new Int32Array(0x100);
  /** Pairs of a parent and the first state of a chain, by {@link #slot}. */
  readonly #branches: Int32Array;
  #count = 1;

  constructor(forms: readonly Form[]) {
    const capacity = forms.reduce((sum, { bytes }) => sum + bytes.length, 2);
    this.#branches = new Int32Array(2 * 2 ** Math.ceil(Math.log2(forms.length * 1.5 + 2)));
    this.symbols = new Uint16Array(capacity);
    this.symbols.fill(firstOfChain, 0, 2);
    for (const form of forms) this.#add(form);
  }

  /** The state after this one and a byte, or 0. */
  child(state: number, byte: number): number {
    const symbols = this.symbols;
    if (((symbols[state + 1] as number) & followingMask) === byte) return state + 1;
    if (state === 0) return this.#start[byte] as number;
    if (((symbols[state] as number) & branching) === 0) return 0;
    const branches = this.#branches;
    for (let slot = this.#slot(state, byte); ; slot = this.#after(slot)) {
      const found = branches[slot + 1] as number;
      if (found === 0 || (branches[slot] === state && ((symbols[found] as number) & 0xff) === byte)) return found;
    }
  }

  /** How many bytes lead from the start to a state. */
  depth(state: number): number {
    if (state === 0) return 0;
    const { first, depth } = this.chainOf(state);
    return depth + state - first;
  }

  parent(state: number): number {
    return ((this.symbols[state] as number) & firstOfChain) === 0 ? state - 1 : this.chainOf(state).parent;
  }

  /** Of any state but the start. */
  chainOf(state: number): Chain {
    let [low, high] = [0, this.chains.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.chains[middle] as Chain).end <= state) low = middle + 1;
      else high = middle;
    }
    return this.chains[low] as Chain;
  }

  #add({ bytes, shortest }: Form): void {
    let parent = 0;
    let depth = 1;
    for (let child = 0; depth <= bytes.length; depth += 1, parent = child) {
      child = this.child(parent, bytes[depth - 1] as number);
      if (child === 0) break;
      if (depth >= shortest) this.#end(child);
    }
    if (depth > bytes.length) return;
    const first = this.#count;
    this.#count += bytes.length - depth + 1;
    this.symbols[this.#count] = firstOfChain;
    this.chains.push({ first, end: this.#count, parent, depth });
    this.symbols.set(bytes.subarray(depth - 1), first);
    this.#branch(parent, bytes[depth - 1] as number, first);
    for (let state = first + Math.max(0, shortest - depth); state < this.#count; state += 1) this.#end(state);
  }

  #end(state: number): void {
    this.symbols[state] = (this.symbols[state] as number) | endMark;
  }

  #branch(parent: number, byte: number, first: number): void {
    this.symbols[first] = byte | firstOfChain;
    if (parent === 0) {
      this.#start[byte] = first;
      return;
    }
    this.symbols[parent] = (this.symbols[parent] as number) | branching;
    let slot = this.#slot(parent, byte);
    while (this.#branches[slot + 1] !== 0) slot = this.#after(slot);
    this.#branches.set([parent, first], slot);
  }

  #slot(state: number, byte: number): number {
    return ((Math.imul(state, 0x9e3779b1) ^ Math.imul(byte, 0x85ebca6b)) >>> 7 << 1) & (this.#branches.length - 1);
  }

  #after(slot: number): number {
    return (slot + 2) & (this.#branches.length - 1);
  }
}
