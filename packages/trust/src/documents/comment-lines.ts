/** Foreign text as one line: nothing in it ends a comment, or steers a terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

const width = 100;

/** A text as lines of comment. A word that is longer than a line stands alone. */
export function commentLines(text: string, sign: string, indent: string = ''): readonly string[] {
  const lines: string[] = [];
  for (const word of oneLine(text).split(/ +/)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width - `${sign} ${indent}`.length) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.map((line, number) => `${sign} ${number === 0 ? '' : indent}${line}`.trimEnd());
}
