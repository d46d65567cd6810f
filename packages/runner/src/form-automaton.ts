import type { Form } from './forms.ts';

/**
 * Aho and Corasick, "Efficient string matching" (CACM 18, 1975): one step a byte, whatever the input. State 0 is the start; the state after a byte stands
 * for the longest live prefix of a form. Typed arrays alone, about 18 bytes a state, so that a secret of 64 KiB costs a few megabytes.
 */
export interface FormAutomaton {
  /** By state: how many bytes of the input are a live prefix. */
  readonly depth: Int32Array;
  /** By state: the length of the longest form that ends here, or 0. */
  readonly longest: Int32Array;
  /** By {@link firstTwo}: 1 where a form begins so. */
  readonly pairs: Uint8Array;
  /** By {@link hashOfFour}: 1 where a form may begin so. */
  readonly fours: Uint8Array;
  next(state: number, byte: number): number;
}

export function firstTwo(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

export function hashOfFour(bytes: Uint8Array, at: number): number {
  return Math.imul((firstTwo(bytes, at) << 16) | firstTwo(bytes, at + 2), 0x9e3779b1) >>> 16;
}

/** Every form has four bytes or more. */
export function buildFormAutomaton(forms: readonly Form[]): FormAutomaton {
  const trie = buildTrie(forms);
  const { count, label, parent, depth, longest, child } = trie;
  const fallback = new Int32Array(count);
  for (const state of byDepth(depth, count)) {
    if (state === 0) continue;
    const above = parent[state] as number;
    const shorter = above === 0 ? 0 : step(fallback[above] as number, label[state] as number);
    fallback[state] = shorter;
    longest[state] ||= longest[shorter] as number;
  }

  function step(from: number, byte: number): number {
    let state = from;
    for (;;) {
      const found = child(state, byte);
      if (found !== 0 || state === 0) return found;
      state = fallback[state] as number;
    }
  }

  const pairs = new Uint8Array(0x10000);
  const fours = new Uint8Array(0x10000);
  for (const { bytes } of forms) {
    pairs[firstTwo(bytes, 0)] = 1;
    fours[hashOfFour(bytes, 0)] = 1;
  }
  return { depth, longest, pairs, fours, next: step };
}

interface Trie {
  readonly count: number;
  readonly label: Uint8Array;
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly longest: Int32Array;
  /** The state below, or 0. */
  child(state: number, byte: number): number;
}

function buildTrie(forms: readonly Form[]): Trie {
  const capacity = forms.reduce((sum, { bytes }) => sum + bytes.length, 2);
  let label = new Uint8Array(capacity);
  let parent = new Int32Array(capacity);
  let depth = new Int32Array(capacity);
  let longest = new Int32Array(capacity);
  let branches = new Uint8Array(capacity);
  const start = new Int32Array(0x100);
  // The first child of a state is the state after it. Only where a form leaves another one is there a further child: once a form at most.
  const further = new Int32Array(2 ** Math.ceil(Math.log2(forms.length * 2 + 2)));
  const slots = further.length - 1;
  let count = 1;

  const slotOf = (state: number, byte: number): number => (Math.imul(state, 0x9e3779b1) ^ Math.imul(byte, 0x85ebca6b)) >>> 7 & slots;

  function child(state: number, byte: number): number {
    if (state === 0) return start[byte] as number;
    const following = state + 1;
    if (label[following] === byte && parent[following] === state) return following;
    if (branches[state] === 0) return 0;
    for (let slot = slotOf(state, byte); ; slot = (slot + 1) & slots) {
      const found = further[slot] as number;
      if (found === 0 || (parent[found] === state && label[found] === byte)) return found;
    }
  }

  function addChild(state: number, byte: number): number {
    const added = count;
    count += 1;
    label[added] = byte;
    parent[added] = state;
    depth[added] = (depth[state] as number) + 1;
    if (state === 0) start[byte] = added;
    else if (added !== state + 1) {
      branches[state] = 1;
      let slot = slotOf(state, byte);
      while (further[slot] !== 0) slot = (slot + 1) & slots;
      further[slot] = added;
    }
    return added;
  }

  for (const { bytes, shortest } of forms) {
    let state = 0;
    bytes.forEach((byte, index) => {
      state = child(state, byte) || addChild(state, byte);
      if (index + 1 >= shortest) longest[state] = index + 1;
    });
  }
  // One more than there are states: the state after the last one is asked for and is nobody's child.
  label = label.slice(0, count + 1);
  parent = parent.slice(0, count + 1);
  depth = depth.slice(0, count + 1);
  longest = longest.slice(0, count + 1);
  branches = branches.slice(0, count + 1);
  return { count, label, parent, depth, longest, child };
}

/** All states, shallow ones first: a counting sort. */
function byDepth(depth: Int32Array, count: number): Int32Array {
  const starts = new Int32Array(depth.reduce((most, each) => Math.max(most, each), 0) + 2);
  const add = (level: number, more: number): number => (starts[level] = (starts[level] as number) + more);
  for (let state = 0; state < count; state += 1) add((depth[state] as number) + 1, 1);
  for (let level = 1; level < starts.length; level += 1) add(level, starts[level - 1] as number);
  const order = new Int32Array(count);
  for (let state = 0; state < count; state += 1) order[add(depth[state] as number, 1) - 1] = state;
  return order;
}
