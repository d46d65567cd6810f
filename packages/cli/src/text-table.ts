import { oneLine } from './one-line.ts';
import type { Terminal } from './provider/terminal-text.ts';

/** Columns as wide as their widest cell; the last one ends where its text does. */
export function textTable(headings: readonly string[], rows: readonly (readonly string[])[], { dim }: Pick<Terminal, 'dim'>): string {
  const cells = rows.map((row) => row.map(oneLine));
  const widths = headings.map((heading, column) => Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
  return `${[dim(line(headings)), ...cells.map(line)].join('\n')}\n`;
}

/** Labels and texts, a line each. */
export function textRows(rows: readonly (readonly [label: string, text: string | undefined])[], { dim }: Pick<Terminal, 'dim'>): string {
  const shown = rows.filter((row): row is readonly [string, string] => row[1] !== undefined);
  const width = Math.max(...shown.map(([label]) => label.length));
  return shown.map(([label, text]) => `  ${dim(label.padEnd(width))}  ${oneLine(text)}\n`).join('');
}
