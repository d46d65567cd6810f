import { expect } from 'vitest';
import { leaksIn } from './secret-forms.ts';

/** Adds `toNotLeak()` to vitest's `expect`. A function, because a bundler drops a module that only does something. */
export function addToNotLeak(): void {
  expect.extend({ toNotLeak });
}

function toNotLeak(text: unknown, ...secrets: readonly (string | Uint8Array)[]): { readonly pass: boolean; readonly message: () => string } {
  if (typeof text !== 'string') return { pass: false, message: () => 'toNotLeak() looks into a text, and this is none' };
  if (secrets.length === 0) return { pass: false, message: () => 'toNotLeak() was given nothing to look for' };
  const found = leaksIn(text, Object.fromEntries(secrets.map((secret, index) => [`number ${index + 1}`, secret])));
  return { pass: found.length === 0, message: () => (found.length === 0 ? 'the text holds none of the values' : `the text holds a value that it must not: ${found.join(', ')}`) };
}
