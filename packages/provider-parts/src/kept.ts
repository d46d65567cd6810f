/**
 * The object under this key of `context.session`, made where there is none of its class yet.
 *
 * @example
 * ```ts
 * import { kept } from '@carnet/provider-parts';
 * const session = new Map<string, unknown>();
 * kept(session, 'acme urls', URL, () => new URL('https://acme.example')) === kept(session, 'acme urls', URL, () => new URL('https://acme.example')); // true
 * ```
 */
export function kept<T>(session: Map<string, unknown>, key: string, kind: new (...parameters: never[]) => T, make: () => T): T {
  const found = session.get(key);
  if (found instanceof kind) return found;
  const made = make();
  session.set(key, made);
  return made;
}
