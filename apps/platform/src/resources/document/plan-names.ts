import { nameKey } from '../../store/prefix-range.ts';
import type { FieldProblem } from '../../errors/platform-error.ts';
import { refuseFields } from '../records/field-problems.ts';

/** What stands behind a name once the document is applied. */
export interface Named<Row, Entry> {
  readonly id: string;
  readonly previous: Row | undefined;
  readonly entry: Entry;
}

/** Entries of a document beside the rows of the same name. @throws InvalidRequest where a name stands twice */
export function byName<Row extends { readonly id: string; readonly name_key: string }, Entry extends { readonly name: string }>(path: string, entries: readonly Entry[], rows: readonly Row[], makeId: () => string): readonly Named<Row, Entry>[] {
  const known = new Map(rows.map((row) => [row.name_key, row]));
  const seen = new Set<string>();
  const problems: FieldProblem[] = [];
  const named = entries.map((entry, index) => {
    const key = nameKey(entry.name);
    if (seen.has(key)) problems.push({ field: `${path}.${index}.name`, message: 'stands in the document twice' });
    seen.add(key);
    const previous = known.get(key);
    return { id: previous?.id ?? makeId(), previous, entry };
  });
  refuseFields(problems);
  return named;
}

/** The ids behind names: of the document first, then of what is there and stays. @throws InvalidRequest */
export function idsOf(path: string, names: readonly string[], planned: readonly Named<unknown, { readonly name: string }>[], staying: readonly { readonly id: string; readonly name_key: string }[]): readonly string[] {
  const ids = new Map([...staying.map((row) => [row.name_key, row.id] as const), ...planned.map(({ id, entry }) => [nameKey(entry.name), id] as const)]);
  refuseFields(names.flatMap((name, index) => (ids.has(nameKey(name)) ? [] : [{ field: names.length === 1 ? path : `${path}.${index}`, message: `there is none of the name '${name.slice(0, 100)}'` }])));
  return names.flatMap((name) => ids.get(nameKey(name)) ?? []);
}

/** The fields in which two drafts differ. */
export function differences<T extends object>(before: T | undefined, after: T): readonly string[] {
  if (before === undefined) return [];
  const known = before as Readonly<Record<string, unknown>>;
  return Object.entries(after).filter(([field, value]) => JSON.stringify(ordered(known[field])) !== JSON.stringify(ordered(value))).map(([field]) => field);
}

/** The order of members, and that of automations, means nothing; that of words does. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
