import { IssuerError } from './issuer-error.ts';

/** @param sentence - what is wrong, without its full stop, and without a character of the key. */
export function signingKeyInvalid(sentence: string, hint?: string): IssuerError {
  return new IssuerError({ code: 'SIGNING_KEY_INVALID', message: `${sentence}.`, hint });
}
