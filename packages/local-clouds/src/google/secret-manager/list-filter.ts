import { invalidArgument } from '../google-refusal.ts';

/** What a filter can ask for, by field: the texts an item has there. */
export type FilterFields = Readonly<Record<string, readonly string[]>>;

const term = /^(-)?([a-z]+(?:\.[a-z0-9_-]+)?)\s*(:|=|!=)\s*("(?:[^"\\]|\\.)*"|[^\s()"]+)$/i;

/**
 * The part of https://google.aip.dev/160 that lists of secrets are filtered by: terms `name:text`, `labels.key=value` and
 * `state:ENABLED`, joined by AND, OR (which binds tighter) and NOT, without parentheses.
 */
export function matchesFilter(filter: string, fields: FilterFields): boolean {
  if (filter.trim() === '') return true;
  return splitBy(filter, 'AND').every((either) => splitBy(either, 'OR').some((each) => matchesTerm(each, fields)));
}

function splitBy(text: string, word: string): readonly string[] {
  const spacesOutsideQuotes = new RegExp(`\\s+${word}\\s+(?=(?:[^"]*"[^"]*")*[^"]*$)`);
  return text.trim().split(spacesOutsideQuotes);
}

function matchesTerm(text: string, fields: FilterFields): boolean {
  const negated = /^NOT\s+(.*)$/s.exec(text.trim())?.[1];
  const [, minus, field = '', operator, quoted = ''] = term.exec(negated ?? text.trim()) ?? [];
  const name = field.startsWith('labels.') ? field : field.toLowerCase();
  if (operator === undefined || !(name.startsWith('labels.') || Object.hasOwn(fields, name))) throw invalidArgument('The filter is invalid, or asks for what the local Secret Manager does not imitate.');
  const wanted = quoted.replace(/^"(.*)"$/s, '$1').replaceAll(/\\(.)/gs, '$1');
  const values = fields[name] ?? [];
  const holds = operator === ':' ? values.some((value) => wanted === '*' || value.toLowerCase().includes(wanted.toLowerCase())) : values.includes(wanted) === (operator === '=');
  return holds !== ((negated !== undefined) !== (minus !== undefined));
}
