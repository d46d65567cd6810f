import { deep, FormAutomaton, shallowDepth, shallowMark } from './form-automaton.ts';
import { endMark, followingMask } from './form-trie.ts';
import { formsOf } from './forms.ts';
import { HeldBytes } from './held-bytes.ts';
import { StartFilter, viewOf } from './start-filter.ts';

/** Hides secrets in a stream of bytes that arrives in any chunks, with any time between them. */
export interface Masker {
  /**
   * What may be shown after this chunk. Held back are only bytes that may still become a secret: at most one byte less than the longest form.
   * What is returned may be a part of the chunk's own memory: use it before the chunk is filled again. Held back is a copy.
   */
  write(chunk: Uint8Array): Uint8Array;
  /** The rest: call it once the stream has ended. The masker then starts anew. */
  end(): Uint8Array;
}

/** What stands in the place of a secret, and of several that touch or overlap. */
export const maskText = '***';

const mask: Uint8Array = new TextEncoder().encode(maskText);

/**
 * A masker for these secrets, as text (UTF-8) or bytes. Each is hidden as it is, line by line, JSON-escaped (RFC 8259 §7), quoted, URL-encoded (RFC 3986
 * §2.1), in base64 and base64url wherever it stands in what was encoded, and in hex (RFC 4648); the README has the list. Values that {@link isMaskable}
 * refuses are not. Every byte of every occurrence is hidden, also where secrets overlap or contain each other. Time is linear in the input, memory two bytes
 * for each byte of the forms, which are some thirty times a value, and eight more for those that were printed; no clock is involved.
 *
 * @example
 * ```ts
 * import { createMasker } from '@carnet/runner';
 * const masker = createMasker(['s3cr3t-value']);
 * const shown = [masker.write(Buffer.from('key=s3cr3t-')), masker.write(Buffer.from('value;')), masker.end()];
 * Buffer.concat(shown).toString(); // 'key=***;'
 * ```
 */
export function createMasker(secrets: readonly (string | Uint8Array)[]): Masker {
  return createMaskers(secrets)();
}

/** A source of maskers that share what was built for these secrets: one for each stream. */
export function createMaskers(secrets: readonly (string | Uint8Array)[]): () => Masker {
  const forms = secrets.flatMap(formsOf);
  const automaton = new FormAutomaton(forms);
  const filter = new StartFilter(forms);
  return () => new StreamMasker(automaton, filter);
}

/** Positions count from the start of the stream. Shown so far: everything before `#shown`. Held: everything from there on. */
class StreamMasker implements Masker {
  readonly #automaton: FormAutomaton;
  readonly #filter: StartFilter;
  readonly #held = new HeldBytes();
  /** Covered by secrets, not shown yet: in order, none touching another. */
  readonly #covered: { readonly start: number; end: number }[] = [];
  #state = 0;
  #shown = 0;
  /** Forms that end before here and began after the live prefix are among the covered. */
  #looked = 0;
  #lastMaskEnd = -1;

  constructor(automaton: FormAutomaton, filter: StartFilter) {
    this.#automaton = automaton;
    this.#filter = filter;
  }

  write(chunk: Uint8Array): Uint8Array {
    this.#scan(chunk);
    const end = this.#shown + this.#held.length + chunk.length;
    return this.#show(chunk, end - this.#automaton.depth(this.#state));
  }

  end(): Uint8Array {
    const end = this.#shown + this.#held.length;
    this.#coverWithin(this.#state, end);
    const rest = this.#show(new Uint8Array(0), end);
    this.#state = 0;
    this.#shown = 0;
    this.#looked = 0;
    this.#lastMaskEnd = -1;
    return rest;
  }

  #scan(chunk: Uint8Array): void {
    const automaton = this.#automaton;
    const { symbols } = automaton;
    const before = this.#shown + this.#held.length;
    const view = viewOf(chunk);
    let state = this.#state;
    let index = 0;
    while (index < chunk.length) {
      if (state === 0) index = this.#filter.next(view, index);
      // Where no long prefix is live, the filter takes over from where the live one begins: later than where it handed over.
      const least = index + deep;
      while (index < chunk.length) {
        const byte = chunk[index] as number;
        index += 1;
        state = ((symbols[state + 1] as number) & followingMask) === byte ? state + 1 : this.#turn(state, byte, before + index - 1);
        const symbol = symbols[state] as number;
        if (symbol < endMark) continue;
        if ((symbol & endMark) !== 0) this.#cover(before + index - automaton.depth(state), before + index);
        if (index < least || symbol < shallowMark) continue;
        index -= shallowDepth(symbol);
        state = 0;
        break;
      }
    }
    this.#state = state;
  }

  /** Where the live prefix does not simply go on; it ends at `end`. */
  #turn(state: number, byte: number, end: number): number {
    const automaton = this.#automaton;
    if ((automaton.symbols[state] as number) < shallowMark) {
      const child = automaton.child(state, byte);
      if (child !== 0) return child;
      this.#coverWithin(state, end);
    }
    return automaton.next(state, byte);
  }

  /** A live prefix that breaks off is shown, so that forms within it matter now. Each byte is looked at once. */
  #coverWithin(state: number, end: number): void {
    for (const { length, back } of this.#automaton.formsWithin(state, end - Math.max(this.#looked, this.#shown))) this.#cover(end - back - length, end - back);
    this.#looked = end;
  }

  #cover(start: number, end: number): void {
    const covered = this.#covered;
    for (let last = covered.at(-1); last !== undefined && start <= last.end; last = covered.at(-1)) {
      if (start >= last.start) {
        last.end = Math.max(last.end, end);
        return;
      }
      covered.pop();
    }
    covered.push({ start, end });
  }

  /** Shows what lies before `settled`; a secret that begins there goes as a whole, for its end is known to be covered. */
  #show(chunk: Uint8Array, settled: number): Uint8Array {
    const from = this.#shown;
    const before = from + this.#held.length;
    const covered = this.#covered;
    const pieces: Uint8Array[] = [];
    const plain = (to: number): void => {
      if (this.#shown < before) pieces.push(this.#held.view(this.#shown - from, Math.min(to, before) - from));
      if (to > before) pieces.push(chunk.subarray(Math.max(this.#shown - before, 0), to - before));
      this.#shown = to;
    };

    let done = 0;
    for (const { start, end } of covered) {
      if (start > Math.max(settled, this.#shown)) break;
      if (start > this.#shown) plain(start);
      if (start > this.#lastMaskEnd) pieces.push(mask);
      this.#lastMaskEnd = end;
      this.#shown = end;
      done += 1;
    }
    covered.splice(0, done);
    if (settled > this.#shown) plain(settled);

    const [first] = pieces;
    const shown = pieces.length === 1 && first?.buffer === chunk.buffer ? first : Buffer.concat(pieces);
    const kept = before + chunk.length - this.#shown;
    this.#held.drop(Math.min(this.#shown - from, this.#held.length));
    this.#held.append(chunk.subarray(Math.max(chunk.length - kept, 0)));
    return shown;
  }
}
