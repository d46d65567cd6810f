import { oneLine } from '../one-line.ts';
import type { ShownRung } from './shown-rung.ts';

export interface Progress {
  /** What is known by now. */
  show(rung: ShownRung): void;
  end(): void;
}

const clearLine = '\r\u001B[2K';

/** One line on standard error that always says the last thing, for a person who watches. */
export function startProgress({ stderr }: NodeJS.Process): Progress {
  if (!stderr.isTTY) return { show: () => undefined, end: () => undefined };
  return {
    show: ({ title, status }) => void stderr.write(`${clearLine}carnet: ${oneLine(title)}: ${status}`),
    end: () => void stderr.write(clearLine),
  };
}
