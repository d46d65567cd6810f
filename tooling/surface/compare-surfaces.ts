/** The surfaces by their path. */
export type Surfaces = ReadonlyMap<string, string>;

/** Every difference between the surfaces as committed and as built, a line each; the first lines of each with what left and what came. */
export function surfaceProblems(committed: Surfaces, built: Surfaces): readonly string[] {
  const paths = [...new Set([...committed.keys(), ...built.keys()])].toSorted();
  return paths.flatMap((path) => {
    const before = committed.get(path);
    const after = built.get(path);
    if (before === after) return [];
    if (before === undefined) return [`${path}: this entry is new and has no committed surface`];
    if (after === undefined) return [`${path}: no package publishes this entry any more`];
    return [`${path}: the types have changed`, ...changedLines(before, after)];
  });
}

const mostLines = 12;

function changedLines(before: string, after: string): readonly string[] {
  const left = before.split('\n');
  const right = after.split('\n');
  const changes = [...without(left, right).map((line) => `  - ${line}`), ...without(right, left).map((line) => `  + ${line}`)];
  if (changes.length === 0) return ['  (the same lines in another order)'];
  return changes.length <= mostLines ? changes : [...changes.slice(0, mostLines), `  … and ${changes.length - mostLines} lines more`];
}

/** The lines that are more often in the first than in the second. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
