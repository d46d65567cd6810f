export interface HelpText {
  /** Whole command lines, the usual one first. */
  readonly examples: readonly string[];
  /** What else to know, a paragraph each. */
  readonly notes?: readonly string[];
  /** What the command ends with, besides 0 for success and 1 for the unexpected. */
  readonly exitCodes?: Readonly<Record<number, string>>;
  /** The object that `--json` prints, as its documentation shows it. */
  readonly json?: string;
}

const width = 80;

/** What stands below the flags: examples, notes, exit codes and the shape of `--json`. The page of a command is made from it. */
export function helpText({ examples, notes = [], exitCodes, json }: HelpText): string {
  const codes = Object.entries({ 0: 'done', 1: 'unexpected', ...exitCodes }).map(([code, meaning]) => `${code} ${meaning}`);
  const paragraphs = [
    `${examples.length === 1 ? 'Example' : 'Examples'}:\n${examples.map((line) => `  $ ${line}`).join('\n')}`,
    ...notes.map(filled),
    ...(json === undefined ? [] : [`JSON:\n${json.trim().split('\n').map((line) => `  ${line}`).join('\n')}`]),
    ...(exitCodes === undefined ? [] : [filled(`Exit codes: ${codes.join('; ')}.`)]),
  ];
  return `\n${paragraphs.join('\n\n')}`;
}

function filled(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

/** The codes of whatever works on a configuration. */
export const configCodes: Readonly<Record<number, string>> = { 2: 'wrong use or configuration', 3: 'no such configuration, credential or variable' };

/** And those of whatever asks a cloud. */
export const cloudCodes: Readonly<Record<number, string>> = { ...configCodes, 5: 'the cloud does not trust our token', 6: 'a secret is denied, missing or of another shape', 7: 'unreachable' };
