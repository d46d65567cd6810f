import { CarnetError } from '@carnet/provider';
import { oneLine } from '../documents/comment-lines.ts';

/** Whose token is to be trusted. */
export interface TrustedToken {
  readonly issuer: string;
  readonly subject: string;
}

/**
 * Refuses what no cloud could compare as it is: an issuer that is no address of https, a subject that a policy may read
 * as a pattern.
 *
 * @throws CarnetError `INPUT_INVALID`
 * @example
 * ```ts
 * import { checkTrustedToken } from '@carnet/trust';
 * checkTrustedToken({ issuer: 'https://issuer.example.com', subject: 'organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff' });
 * ```
 */
export function checkTrustedToken<T extends TrustedToken>(token: T): T {
  const { issuer, subject } = token;
  // OpenID Connect Discovery 1.0, section 3: no query and no fragment. Compared character by character, so nothing is mended.
  if (!/^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/(?!\.\.?(?:\/|$))[\w.~%-]+)*\/?$/i.test(issuer) || !URL.canParse(issuer)) throw invalid('The issuer must be an address of https, without query and fragment.');
  if (subject === '' || subject.length > 512 || !subject.isWellFormed() || subject.includes('*') || subject.includes('?') || oneLine(subject) !== subject) throw invalid('The subject must be one that a token can have as it is: no pattern, nothing that cannot be seen, no space at an end, and at most 512 characters.');
  return token;
}

function invalid(message: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message });
}
