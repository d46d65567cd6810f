import { PlatformError } from '../errors/platform-error.ts';
import { InvalidRequest } from './problem.ts';

/** The version of an entity as its entity tag: RFC 9110 §8.8.3. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/** The version that a change is meant for (RFC 9110 §13.1.1): one strong tag, neither a list nor `*`. */
export function readIfMatch(headers: Headers): number {
  const text = headers.get('if-match');
  if (text === null) throw new PlatformError({ code: 'VERSION_REQUIRED' });
  const [, digits] = /^"([1-9]\d{0,14})"$/.exec(text) ?? [];
  if (digits === undefined) throw new InvalidRequest(400, 'If-Match must be the one ETag of the version to change, as it was read.');
  return Number(digits);
}
