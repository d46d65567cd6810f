/** What ends a line, steers a terminal, or shows text in another order than it is read. */
const unseen = String.raw`\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;
const unseenRun = new RegExp(`[${unseen}]+`, 'gu');
const hidden = new RegExp(String.raw`(?![\n\t])[${unseen}]`, 'u');

/** Foreign text as one line: nothing in it ends a comment, or steers a terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(unseenRun, ' ').trim();
}

/** The first character of a text of several lines that a terminal would not show as what it is, such as `U+001B`. */
export function hiddenCharacter(text: string): string | undefined {
  const [character] = hidden.exec(text) ?? [];
  return character && `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
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
