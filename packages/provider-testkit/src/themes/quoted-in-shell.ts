/**
 * Whether a shell takes the text literally wherever it stands in the command: in single quotes, or behind backslashes.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
export function isQuoted(command: string, text: string): boolean {
  return !activePart(command).includes(text);
}

/** What a shell would look at: the command without what is quoted. */
function activePart(command: string): string {
  let active = '';
  // In double quotes a single quote is none, until a substitution begins there.
  const within: ('substitution' | 'double quotes')[] = [];
  for (let at = 0; at < command.length; at += 1) {
    const character = command[at] ?? '';
    const context = within.at(-1);
    if (character === '\\') at += 1;
    else if (character === "'" && context !== 'double quotes') at = closingQuote(command, at);
    else active += character;
    const closes = (character === '"' && context === 'double quotes') || (character === ')' && context === 'substitution');
    if (closes) within.pop();
    else if (character === '"') within.push('double quotes');
    else if (character === '(' && command[at - 1] === '$') within.push('substitution');
  }
  return active;
}

function closingQuote(command: string, opening: number): number {
  const closing = command.indexOf("'", opening + 1);
  return closing < 0 ? command.length : closing;
}
