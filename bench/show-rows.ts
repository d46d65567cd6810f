import type { Row } from './row.ts';

/** The rows as aligned columns. */
export function showRows(rows: readonly Row[]): string {
  const longest = Math.max(...rows.map(({ name }) => name.length));
  return rows
    .map(({ name, value, unit, goal, pass }) => `${name.padEnd(longest)}  ${String(value).padStart(6)} ${unit.padEnd(8)}  ${goal.padEnd(24)}  ${pass === null ? '' : pass ? 'pass' : 'FAIL'}`)
    .join('\n');
}
