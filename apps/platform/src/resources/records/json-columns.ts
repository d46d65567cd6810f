import type { Settings } from '@carnet/provider';

/** A column that this program wrote as an object of settings. */
export function settingsIn(column: string): Settings {
  return JSON.parse(column) as Settings;
}

/** A column that this program wrote as a list of texts. */
export function textsIn(column: string): readonly string[] {
  return JSON.parse(column) as readonly string[];
}

/** The same for the same content, whatever order its members were written in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).toSorted(([left], [right]) => (left < right ? -1 : 1))) : each));
}
