/** The known name that was probably meant: at most a third of its letters differ. */
export function nearName(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase().slice(0, 200), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(Math.min(candidate.length, name.length) / 3)))
    .toSorted((left, right) => left.distance - right.distance);
  return best?.candidate;
}

/** Edits, where two neighbours in the wrong order count as one (optimal string alignment). */
function editDistance(left: string, right: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const swapped = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      next.push(Math.min((row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swapped ? (before[j - 2] ?? 0) + 1 : Infinity));
    }
    before = row;
    row = next;
  }
  return row[right.length] ?? 0;
}
