// Controls, line separators, zero-width and bidirectional marks: a name that cannot be seen cannot be told from another.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const longestName = 100;

/** Why a text cannot be the name of a resource. */
export function nameProblem(name: string): string | undefined {
  if (name === '' || name.length > longestName) return `must have 1 to ${longestName} characters`;
  if (name !== name.trim()) return 'must not begin or end with a space';
  if (!name.isWellFormed() || unseen.test(name)) return 'must not hold a character that cannot be seen';
  return undefined;
}
