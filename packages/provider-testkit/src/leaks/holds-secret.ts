import { reachableTexts } from './reachable-texts.ts';
import { secretForms } from './secret-forms.ts';

/** Whether a text has the secret in it, in one of its forms. */
export function textHoldsSecret(text: string, forms: readonly string[]): boolean {
  return forms.some((form) => text.includes(form));
}

/**
 * Whether a secret lies in anything that can be reached from a value.
 *
 * @param beyond what is not entered
 */
export function holdsSecret(root: unknown, secret: string, beyond: readonly unknown[] = []): boolean {
  const forms = secretForms(secret);
  const bytes = Buffer.from(secret);
  for (const part of reachableTexts(root, beyond)) {
    if (typeof part === 'string' ? textHoldsSecret(part, forms) : Buffer.from(part.buffer, part.byteOffset, part.byteLength).includes(bytes)) return true;
  }
  return false;
}
