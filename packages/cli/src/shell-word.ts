/** One word of a POSIX shell, for a command to copy: quoted where it has to be. */
export function shellWord(text: string): string {
  // zsh expands a word that begins with =.
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
