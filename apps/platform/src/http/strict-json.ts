import { InvalidRequest } from './problem.ts';

const deepest = 64;
// Of a text that is JSON: strings, and the signs that give it its form.
const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;

/**
 * Parses a body that can mean one thing only: no key twice (RFC 8259 §4), none that is a prototype, no character that a database cannot
 * hold, and a depth that nothing has to be afraid of.
 *
 * @throws InvalidRequest 400
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidRequest(400, 'The body is not JSON.');
  }
  const levels: (Set<string> | undefined)[] = [];
  for (const [token, colon] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') levels.push(token === '{' ? new Set() : undefined);
    else if (token === '}' || token === ']') levels.pop();
    else checkString(colon === undefined ? token : token.slice(0, -colon.length), colon === undefined ? undefined : levels.at(-1));
    if (levels.length > deepest) throw new InvalidRequest(400, `The body is nested deeper than ${deepest} levels.`);
  }
  return value;
}

function checkString(token: string, keys: Set<string> | undefined): void {
  if (keys === undefined && !token.includes('\\u')) return;
  const text = JSON.parse(token) as string;
  if (text.includes('\0')) throw new InvalidRequest(400, 'The body holds a NUL character.');
  if (!text.isWellFormed()) throw new InvalidRequest(400, 'The body holds half of a character (a lone surrogate).');
  if (keys === undefined) return;
  if (text === '__proto__') throw new InvalidRequest(400, 'The body has a field __proto__.');
  if (keys.has(text)) throw new InvalidRequest(400, 'The body has a field twice.');
  keys.add(text);
}
