/** One shape in which a secret may be printed. */
export interface Form {
  readonly bytes: Uint8Array;
  /** The first so many bytes are enough: what follows them may also read otherwise. */
  readonly shortest: number;
}

type Encoding = (plain: Uint8Array) => readonly Form[];

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
const encodings: readonly Encoding[] = [base64];

/** Whether the masker can hide this value; see {@link shortestMaskedSecret}. */
export function isMaskable(secret: string | Uint8Array): boolean {
  return trim(bytesOf(secret)).length >= shortestMaskedSecret;
}

/** Everything that is masked for one secret; nothing for one that is too short. */
export function formsOf(secret: string | Uint8Array): readonly Form[] {
  if (!isMaskable(secret)) return [];
  const value = bytesOf(secret);
  const literal = (bytes: Uint8Array): Form => ({ bytes, shortest: bytes.length });
  // A trailing newline is often cut off before a value is encoded.
  const texts = [value, withoutTrailingNewlines(value)];
  return [
    literal(value),
    ...linesOf(value).map(trim).filter((line) => line.length >= shortestMaskedSecret).map(literal),
    ...texts.flatMap((text) => encodings.flatMap((encode) => encode(text))),
  ];
}

/** RFC 4648 §4, wherever the value stands in what was encoded, and as `base64` and PEM wrap it. */
function base64(plain: Uint8Array): readonly Form[] {
  const [whole, ...shifted] = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), plain]).toString('base64');
    // Only characters whose six bits all come from the value are the same in every surrounding.
    const first = Math.ceil((offset * 8) / 6);
    return { text: text.slice(first), shortest: Math.floor(((offset + plain.length) * 8) / 6) - first };
  }) as [{ text: string; shortest: number }, ...{ text: string; shortest: number }[]];
  const wrapped = [76, 64].filter((columns) => whole.text.length > columns).flatMap((columns) =>
    Array.from({ length: Math.ceil(whole.text.length / columns) }, (_, line) => ({
      text: whole.text.slice(line * columns, (line + 1) * columns),
      shortest: Math.min(columns, whole.shortest - line * columns),
    })));
  return [whole, ...shifted, ...wrapped]
    .filter(({ shortest }) => shortest >= shortestMaskedSecret)
    .map(({ text, shortest }) => ({ bytes: Buffer.from(text, 'latin1'), shortest }));
}

function bytesOf(secret: string | Uint8Array): Uint8Array {
  return typeof secret === 'string' ? Buffer.from(secret) : secret.slice();
}

function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let index = 0; index <= bytes.length; index += 1) {
    if (index < bytes.length && !isNewline(bytes[index])) continue;
    lines.push(bytes.subarray(start, index));
    start = index + 1;
  }
  return lines;
}

function trim(bytes: Uint8Array): Uint8Array {
  let [start, end] = [0, bytes.length];
  while (start < end && isWhiteSpace(bytes[start])) start += 1;
  while (end > start && isWhiteSpace(bytes[end - 1])) end -= 1;
  return bytes.subarray(start, end);
}

function withoutTrailingNewlines(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && isNewline(bytes[end - 1])) end -= 1;
  return bytes.subarray(0, end);
}

function isNewline(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}
