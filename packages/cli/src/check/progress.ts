import { oneLine } from '../one-line.ts';
import type { ShownRung } from './shown-rung.ts';

export interface Progress {
  /** What is known by now. */
  show(rung: ShownRung): void;
  /** A line that stays, whoever watches. */
  say(line: string): void;
  end(): void;
}

const clearLine = '\r\u001B[2K';

/** One line on standard error that always says the last thing, for a person who watches. */
export function startProgress({ stderr, env }: NodeJS.Process): Progress {
  const isWatched = stderr.isTTY && env['TERM'] !== 'dumb';
  const clear = isWatched ? clearLine : '';
  const tell = (words: string): void => void (isWatched && stderr.write(`${clear}carnet: ${oneLine(words)}`));
  tell('testing …');
  return {
    show: ({ title, status }) => tell(`${title}: ${status}`),
    say: (line) => void stderr.write(`${clear}carnet: ${oneLine(line)}\n`),
    end: () => void (isWatched && stderr.write(clear)),
  };
}
