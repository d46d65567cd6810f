export const pageWidth = 98;
const labelWidth = 11;

/** A label in the margin, and lines beside it. */
export function entry(label: string, lines: readonly string[], style: (text: string) => string): readonly string[] {
  return lines.map((line, index) => line === '' ? '' : ` ${style((index === 0 ? label : '').padEnd(labelWidth))}${line}`);
}

/** The width that `entry` leaves for its lines. */
export const entryWidth: number = pageWidth - labelWidth - 1;

/** A line across the page, a title in it and a note at its end. */
export function heading(title: string, note: string, styles: { readonly title: (text: string) => string; readonly faint: (text: string) => string }): string {
  const rule = '─'.repeat(pageWidth - title.length - note.length - (note === '' ? 2 : 3));
  return ` ${styles.title(title)} ${styles.faint(rule)}${note === '' ? '' : ` ${styles.faint(note)}`}`;
}

/** Breaks at spaces. A word longer than the width stands alone. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * Breaks a command so that it can still be copied: between words with a backslash, and in quoted JSON behind a comma, where a
 * line break means nothing.
 */
export function wrapCommand(command: string, width: number): readonly string[] {
  const words = command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  const lines: string[] = [];
  for (const word of words) {
    const parts = word.length > width - 4 && word.startsWith("'{") ? word.split(/(?<=,)(?=")/) : [word];
    for (const [index, part] of parts.entries()) {
      const last = lines.at(-1);
      if (last === undefined) lines.push(part);
      else if (last.length + part.length + 1 <= width - 2) lines[lines.length - 1] = `${last}${index === 0 ? ' ' : ''}${part}`;
      else lines.splice(-1, 1, index === 0 ? `${last} \\` : last, `  ${part}`);
    }
  }
  return lines;
}

/** Columns as wide as their widest cell. The first row is the head. */
export function columns(rows: readonly (readonly string[])[], styleHead: (text: string) => string): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row, index) => {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
    return index === 0 ? styleHead(line) : line;
  });
}

export function milliseconds(duration: number | undefined): string {
  if (duration !== undefined && duration >= 1000) return `${(duration / 1000).toFixed(1)} s`;
  return duration === undefined ? '' : `${duration < 10 ? duration.toFixed(1) : Math.round(duration)} ms`;
}
