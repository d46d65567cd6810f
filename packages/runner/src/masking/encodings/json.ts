import { isUtf8 } from 'node:buffer';
import { literal, type Form } from '../form.ts';

interface Writer {
  readonly escaped: RegExp;
  /** It writes numbers with capitals. */
  readonly capitals?: true;
  /** It writes a quotation mark by number. */
  readonly numberedQuote?: true;
}

// `[^ -\uffff]` are the control characters.
const writers: readonly Writer[] = [
  // JSON.stringify, Python with ensure_ascii=False, Rust, Ruby
  { escaped: /["\\]|[^ -\uffff]/g },
  // Python; Jackson's ESCAPE_NON_ASCII
  { escaped: /["\\]|[^ -\u007f]/g },
  { escaped: /["\\]|[^ -\u007f]/g, capitals: true },
  // PHP, and with JSON_UNESCAPED_UNICODE; Foundation
  { escaped: /["\\/]|[^ -\u007f]/g },
  { escaped: /["\\/]|[^ -\uffff]/g },
  // Go, Rails; Gson; Flask's filter
  { escaped: /["\\<>&\u2028\u2029]|[^ -\uffff]/g },
  { escaped: /["\\<>&='\u2028\u2029]|[^ -\uffff]/g },
  { escaped: /["\\<>&']|[^ -\u007f]/g },
  // System.Text.Json
  { escaped: /["\\&'+<>`]|[^ -~]/g, capitals: true, numberedQuote: true },
];

const named = new Map([['"', '\\"'], ['\\', '\\\\'], ['/', '\\/'], ['\b', '\\b'], ['\t', '\\t'], ['\n', '\\n'], ['\f', '\\f'], ['\r', '\\r']]);

/**
 * The inside of a string after RFC 8259 §7, as common writers escape it: of a whole value, and of parts of it. Also where
 * the JSON is a string in another one, as in the log of a request.
 */
export function json(plain: Uint8Array, parts: readonly Uint8Array[]): readonly Form[] {
  if (!isUtf8(plain)) return [];
  const present = [...new Set(Buffer.from(plain).toString())].join('');
  const distinct = new Map(writers.map((writer) => [written(present, writer), writer]));
  return parts.flatMap((part) => {
    const text = Buffer.from(part).toString();
    const once = [...distinct.values()].map((writer) => [writer, written(text, writer)] as const);
    return [...new Set(once.flatMap(([writer, each]) => [each, written(each, writer)]))].map((each) => literal(Buffer.from(each)));
  });
}

function written(text: string, { escaped, capitals, numberedQuote }: Writer): string {
  return text.replace(escaped, (unit) => {
    const name = numberedQuote && unit === '"' ? undefined : named.get(unit);
    if (name !== undefined) return name;
    const digits = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${capitals ? digits.toUpperCase() : digits}`;
  });
}
