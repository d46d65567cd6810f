/** One word for a POSIX shell, whatever is in it. Zsh takes a leading `=` for a command. */
export function shellQuote(text: string): string {
  return /^[A-Za-z0-9_./:@-][A-Za-z0-9_./:=@-]*$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
