// Each piece of noise that looks like JSON may be read to the end of the text.
const mostReadings = 20;

/** The JSON objects and lists in a text, each at the beginning of a line or after another, whatever stands around them. */
export function jsonDocuments(text: string): readonly unknown[] {
  const found: unknown[] = [];
  const start = /(?<=^|[\]}])[ \t]*[[{]/gm;
  let left = mostReadings * text.length;
  for (let match = start.exec(text); match !== null && left > 0; match = start.exec(text)) {
    const begin = start.lastIndex - 1;
    const end = endOf(text, begin);
    left -= end - begin;
    const document = parsed(text.slice(begin, end));
    if (document === undefined) continue;
    found.push(document);
    start.lastIndex = end;
  }
  return found;
}

/** Where the bracket that opens there is closed, past strings (RFC 8259, section 7). */
function endOf(text: string, begin: number): number {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs;
  token.lastIndex = begin;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [sign] = match;
    if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return text.length;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
