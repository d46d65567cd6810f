// Aligned pieces: whatever repeats 23 characters in a row repeats one of them whole.
const pieceLength = 12;
// More of a text is never kept.
const longestRead = 16_384;

function percentEncoded(text: string): readonly string[] {
  const encoded = encodeURIComponent(text);
  return [encoded, encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()), encoded.replaceAll('%20', '+')];
}

function jsonEscaped(text: string): readonly string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  return [escaped, escaped.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)];
}

/** Of the three ways in which a text can lie in a longer one that is encoded, the characters that are certain. */
function base64(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((offset) => {
    const whole = bytes.subarray(offset, offset + Math.floor((bytes.length - offset) / 3) * 3);
    return [whole.toString('base64'), whole.toString('base64url')];
  });
}

function encodings(text: string): readonly string[] {
  const hex = Buffer.from(text).toString('hex');
  const all = [...percentEncoded(text), ...jsonEscaped(text), ...base64(text), hex, hex.toUpperCase()];
  // Fewer characters than these stand in any sentence.
  return [...new Set(all)].filter((form) => form.length >= 4);
}

function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>();
  for (let start = 0; start + pieceLength <= Math.min(text.length, longestRead); start += 1) pieces.add(text.slice(start, start + pieceLength));
  return pieces;
}

function holdsPart(pieces: ReadonlySet<string>, form: string): boolean {
  for (let start = 0; start + pieceLength <= form.length; start += pieceLength) {
    if (pieces.has(form.slice(start, start + pieceLength))) return true;
  }
  return false;
}

/**
 * A cloud's own text, unless it repeats what was sent to it: a token, a key, a value, whole or in part, as it is or
 * percent-encoded, JSON-escaped, in base64 or hex.
 *
 * @example
 * ```ts
 * import { withoutSent } from '@carnet/provider-parts';
 * withoutSent('The password hunter2 is wrong.', ['hunter2']); // undefined
 * ```
 */
export function withoutSent(text: string | undefined, sent: readonly string[]): string | undefined {
  if (text === undefined) return undefined;
  const pieces = piecesOf(text);
  const repeats = sent.some((each) => {
    if (each === '') return false;
    const wellFormed = each.toWellFormed();
    return text.includes(each) || (text.length >= 8 && each.includes(text)) || [wellFormed, ...encodings(wellFormed)].some((form) => (form !== wellFormed && text.includes(form)) || holdsPart(pieces, form));
  });
  return repeats ? undefined : text;
}
