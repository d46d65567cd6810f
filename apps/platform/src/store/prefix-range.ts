/** A name as lists are sorted by it and as it is unique: without regard to case, and however its accents were typed. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/**
 * What lies between `from` and before `before` are the keys that begin with this: a comparison that an index serves, where LIKE would not,
 * and would mean two things on the two databases.
 *
 * @example
 * const { from, before } = prefixRange('Prod');
 * query.where('name_key', '>=', from).where('name_key', '<', before);
 */
export function prefixRange(prefix: string): { readonly from: string; readonly before: string } {
  const from = nameKey(prefix);
  // The last code point there is; it stands for no character.
  return { from, before: `${from}\u{10FFFF}` };
}
