const longestCompared = 200;

/**
 * The known name that was probably meant: at most a third of its letters differ, apart from case and separators. Names of more
 * than 200 characters are near nothing.
 *
 * @example
 * ```ts
 * import { nearName } from '@carnet/core';
 * nearName('azrue', ['aws', 'azure']); // 'azure'
 * ```
 */
export function nearName(name: string, known: Iterable<string>): string | undefined {
  const wanted = foldedName(name);
  const [best] = [...known]
    .filter((candidate) => candidate !== name && candidate.length <= longestCompared && name.length <= longestCompared)
    .map((candidate) => ({ candidate, distance: editDistance(wanted, foldedName(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(Math.min(candidate.length, name.length) / 3)))
    .toSorted((left, right) => left.distance - right.distance);
  return best?.candidate;
}

/** ` Did you mean 'x'?`, or the known names, or nothing. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearName(name, known);
  if (near !== undefined) return ` Did you mean '${near}'?`;
  return known.length === 0 || known.length > 10 ? '' : ` There is ${known.map((each) => `'${each}'`).join(', ')}.`;
}

const foldedName = (name: string): string => name.toLowerCase().replace(/[-_. ]/g, '');

/** Edits, where two neighbours in the wrong order count as one (optimal string alignment). */
function editDistance(left: string, right: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1];
      const swapped = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      next.push(Math.min(
        (row[j - 1] ?? 0) + (same ? 0 : 1),
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      ));
    }
    before = row;
    row = next;
  }
  return row[right.length] ?? 0;
}
