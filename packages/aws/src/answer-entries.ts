import { awsError } from './aws-error.ts';

/**
 * The entries of a list in an answer. The SDK checks neither that it is one nor what it holds.
 *
 * @throws CarnetError `STORE_FAULT` where it is no list
 */
export function answerEntries<T extends object>(list: readonly T[] | null | undefined, step: 'read' | 'list', host: string): readonly T[] {
  const entries: unknown = list ?? [];
  if (!Array.isArray(entries)) throw awsError({ code: 'STORE_FAULT', step, message: `${host} answered with something that is no list of secrets.` });
  return entries.filter((entry) => typeof entry === 'object' && entry !== null) as readonly T[];
}
