/**
 * A cloud's own text, unless it repeats what was sent to it: a token, a key, a value, whole or in part, as it is or encoded.
 *
 * @example
 * ```ts
 * import { withoutSent } from '@carnet/provider-parts';
 * withoutSent('The password hunter2 is wrong.', ['hunter2']); // undefined
 * ```
 */
export function withoutSent(text: string | undefined, sent: readonly string[]): string | undefined {
  if (text === undefined) return undefined;
  const repeats = sent.some((each) => each !== '' && (text.includes(each) || text.includes(encodeURIComponent(each.toWellFormed())) || (text.length >= 8 && each.includes(text))));
  return repeats ? undefined : text;
}
