import type { Form } from '../form.ts';

/** Four characters of base64 hold three bytes: words of a log would be taken for them. */
const shortestEncoding = 6;

/** Asks for six characters, where fewer could be certain. */
export function longEnough(forms: readonly Form[]): readonly Form[] {
  return forms
    .filter(({ bytes }) => bytes.length >= shortestEncoding)
    .map(({ bytes, shortest }) => ({ bytes, shortest: Math.max(shortest, shortestEncoding) }));
}
