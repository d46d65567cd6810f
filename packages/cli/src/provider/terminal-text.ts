import { styleText } from 'node:util';
import { oneLine } from '../one-line.ts';

/** What is written for people: as wide as their terminal, and in colour only there. */
export interface Terminal {
  readonly width: number;
  bold(text: string): string;
  dim(text: string): string;
}

export function terminalOf(stream: NodeJS.WriteStream): Terminal {
  return {
    width: Math.min(Math.max(stream.columns ?? 80, 40), 120),
    bold: (text) => styleText('bold', text, { stream }),
    dim: (text) => styleText('dim', text, { stream }),
  };
}

/** Words on lines of that width, all but the first indented. A word that is longer stands alone. */
export function wrapped(text: string, width: number, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ').filter((each) => each !== '')) {
    if (line !== '' && line.length + 1 + word.length > width - indent) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
