import { isDeepStrictEqual } from 'node:util';
import type { MaskedValue } from './child-values.ts';

// The masker's memory grows with every value: what two rotations ago was replaced is no longer valid anywhere.
const mostValues = 3;

/** Under `--watch`, what a variable holds and the last two values before it: a command may still print what it found in a file, or in an answer. */
export class EarlierValues {
  /** Of each variable, the newest first; a value in all its forms. */
  readonly #values = new Map<string, readonly (readonly Uint8Array[])[]>();

  /** Remembers these, and tells everything that has to be masked now. */
  with(secrets: readonly MaskedValue[]): readonly Uint8Array[] {
    for (const [name, found] of Map.groupBy(secrets, (secret) => secret.name)) {
      const value = found.map(({ bytes }) => bytes);
      const others = (this.#values.get(name) ?? []).filter((each) => !isDeepStrictEqual(each, value));
      this.#values.set(name, [value, ...others].slice(0, mostValues));
    }
    return [...this.#values.values()].flat(2);
  }
}
