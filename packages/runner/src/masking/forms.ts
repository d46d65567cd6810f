import { base64 } from './encodings/base64.ts';
import { hex } from './encodings/hex.ts';
import { json } from './encodings/json.ts';
import { percent } from './encodings/percent.ts';
import { quoted } from './encodings/quoted.ts';
import { literal, type Encoding, type Form } from './form.ts';
import { linesOf, trim, withoutTrailingNewlines } from './lines.ts';

/**
 * A value, or a line of one, with fewer bytes than this (white space around it not counted) is not masked: it would turn a log into stars and
 * hide next to nothing. Callers warn about such values; see {@link isMaskable}.
 *
 * @example
 * ```ts
 * import { isMaskable, shortestMaskedSecret } from '@carnet/runner';
 * const pin = '123';
 * if (!isMaskable(pin)) console.error(`PIN has fewer than ${shortestMaskedSecret} bytes and is not masked.`);
 * ```
 */
export const shortestMaskedSecret = 4;

/** Every encoding in which a whole value is looked for. A further one is a function here. */
const encodings: readonly Encoding[] = [percent, base64, hex];

/** Whether the masker can hide this value; see {@link shortestMaskedSecret}. */
export function isMaskable(secret: string | Uint8Array): boolean {
  return trim(bytesOf(secret)).length >= shortestMaskedSecret;
}

/** Everything that is masked for one secret; nothing for one that is too short. */
export function formsOf(secret: string | Uint8Array): readonly Form[] {
  if (!isMaskable(secret)) return [];
  const value = bytesOf(secret);
  const lines = linesOf(value).map(trim).filter((line) => line.length >= shortestMaskedSecret);
  // Programs cut off a trailing newline, or all white space, before they encode a value.
  const texts = distinct([value, withoutTrailingNewlines(value), trim(value)]);
  return [
    ...[value, ...lines].map(literal),
    ...json(value, [...texts, ...lines]),
    ...quoted(value, [...texts, ...lines]),
    ...texts.flatMap((text) => encodings.flatMap((encode) => encode(text))),
  ];
}

/** Of cuts of one value. */
function distinct(cuts: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...new Map(cuts.map((cut) => [cut.length, cut])).values()];
}

function bytesOf(secret: string | Uint8Array): Uint8Array {
  return typeof secret === 'string' ? Buffer.from(secret) : secret.slice();
}
