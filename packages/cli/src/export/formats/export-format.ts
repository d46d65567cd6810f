export interface ExportedValue {
  readonly name: string;
  readonly value: string;
}

/** One way of writing variables down for one kind of reader. */
export interface ExportFormat {
  /** Who reads it, as a sentence names it. */
  readonly reader: string;
  /** What about a variable the reader would take otherwise; undefined: it is read back exactly. */
  problem?(variable: ExportedValue): string | undefined;
  /** `random` gives that many bytes. */
  render(variables: readonly ExportedValue[], random: (size: number) => Uint8Array): string;
}

export function lines(variables: readonly ExportedValue[], line: (variable: ExportedValue) => string): string {
  return variables.map((variable) => `${line(variable)}\n`).join('');
}
