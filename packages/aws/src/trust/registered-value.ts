import type { SentToken, Settings } from '@carnet/provider';

/** Our side of the comparison. */
export interface Ours {
  readonly identity: Settings;
  readonly token: SentToken;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a policy may write as one text or as a list. Anything else in it is left out. */
export function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}
