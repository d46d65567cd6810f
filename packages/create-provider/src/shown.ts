/** What somebody typed, for a terminal: quoted, in plain characters, and only its beginning. */
export function shown(text: string): string {
  return JSON.stringify(text.slice(0, 200)).replace(/[^\x20-\x7e]/g, '?');
}
