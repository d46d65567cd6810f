export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands under this very key; a key like `constructor` finds nothing that it did not put there. */
export function valueAt(record: JsonRecord, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A name as a message shows it: quoted, one line, at most 64 characters. */
export function shown(name: string): string {
  return JSON.stringify(name.slice(0, 64));
}

/** A record without a prototype: a key like `__proto__` is a key like any other. */
export function recordFrom<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const record = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) record[key] = value;
  return record;
}
