import { parseEnv } from 'node:util';
import { lines, type ExportedValue, type ExportFormat } from './export-format.ts';

// Single quotes first: every reader takes them literally.
const quotings = ["'", '`', '"', ''];

/** The file of `node --env-file`. Readers differ, so Node's own decides: a value is written as it reads it back, or not at all. */
export const dotenv: ExportFormat = {
  reader: 'node --env-file',
  problem: (variable) => (lineOf(variable) === undefined ? 'what no quoting carries: every kind of quote at once, a carriage return or a NUL character' : undefined),
  render: (variables) => lines(variables, (variable) => lineOf(variable) ?? ''),
};

function lineOf({ name, value }: ExportedValue): string | undefined {
  if (value.includes('\0')) return undefined;
  // Some readers take a backslash before the closing quote for an escape.
  const order = value.endsWith('\\') ? ['', ...quotings] : quotings;
  return order
    .filter((quote) => quote === '' ? isPlain(value) : !value.includes(quote) && !(quote === '"' && isEscaped(value)))
    .map((quote) => `${name}=${quote}${value}${quote}`)
    .find((line) => isRead(line, { name, value }));
}

const isPlain = (value: string): boolean => /^[^\s#'"`][^\r\n\u2028\u2029#]*$/.test(value) && value === value.trim();

/** Whether a reader may take something in double quotes for an escape: npm's dotenv, unlike Node, reads `\r`, too. */
const isEscaped = (value: string): boolean => /\\(?:[nr]|$)/.test(value);

/** With another variable behind it: a quote that is left open would swallow that one. */
function isRead(line: string, { name, value }: ExportedValue): boolean {
  const read = parseEnv(`${line}\nNEXT_${name}='next'\n`);
  return Object.keys(read).length === 2 && read[name] === value && read[`NEXT_${name}`] === 'next';
}
