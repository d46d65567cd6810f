import { literal, type Form } from '../form.ts';

interface Writer {
  /** What it leaves as it is besides letters and digits. */
  readonly kept: string;
  readonly plus?: true;
  /** Some of its kind write digits in lower case. */
  readonly lower?: true;
}

const writers: readonly Writer[] = [
  // encodeURIComponent and encodeURI (ECMA-262 §19.2.6)
  { kept: "-_.!~*'()", lower: true },
  { kept: "-_.!~*'();,/?:@&=+$#" },
  // application/x-www-form-urlencoded (WHATWG URL §5.2): URLSearchParams, Java
  { kept: '-_.*', plus: true, lower: true },
  // RFC 3986 §2.3 alone (jq, curl, rawurlencode), with a path's slashes (Python's quote), and with a plus (quote_plus, Go)
  { kept: '-_.~', lower: true },
  { kept: '-_.~/' },
  { kept: '-_.~', plus: true, lower: true },
  // PHP; .NET's HttpUtility
  { kept: '-_.', plus: true },
  { kept: '-_.!*()', plus: true, lower: true },
];

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const percentSign = 0x25;
const upperCase = Buffer.from('0123456789ABCDEF');
const lowerCase = Buffer.from('0123456789abcdef');
const tables = writers.flatMap((writer) => {
  const kept = unescaped(writer);
  return [{ kept, digits: upperCase }, ...(writer.lower ? [{ kept, digits: lowerCase }] : [])];
});

/** RFC 3986 §2.1, as common writers do it. */
export function percent(plain: Uint8Array): readonly Form[] {
  const present = Uint8Array.from(new Set(plain));
  const distinct = new Map(tables.map((table) => [escaped(present, table).toString('latin1'), table]));
  return [...distinct.values()].map((table) => literal(escaped(plain, table)));
}

function escaped(plain: Uint8Array, { kept, digits }: (typeof tables)[number]): Buffer {
  const text = Buffer.allocUnsafe(plain.length * 3);
  let length = 0;
  for (let index = 0; index < plain.length; index += 1) {
    const byte = plain[index] as number;
    const same = kept[byte] as number;
    text[length] = same === 0 ? percentSign : same;
    length += 1;
    if (same !== 0) continue;
    text[length] = digits[byte >> 4] as number;
    text[length + 1] = digits[byte & 15] as number;
    length += 2;
  }
  return text.subarray(0, length);
}

/** By byte: what is written for it without an escape, or 0. */
function unescaped({ kept, plus }: Writer): Uint8Array {
  const table = new Uint8Array(0x100);
  for (const byte of Buffer.from(alphanumeric + kept)) table[byte] = byte;
  if (plus) table[0x20] = 0x2b;
  return table;
}
