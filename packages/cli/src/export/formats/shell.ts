import { lines, type ExportFormat } from './export-format.ts';

/** POSIX shell, Single-Quotes: nothing is special in them but the quote itself. */
export const shell: ExportFormat = {
  reader: 'a shell',
  problem: ({ value }) => (value.includes('\0') ? 'a NUL character' : undefined),
  render: (variables) => lines(variables, ({ name, value }) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`),
};
