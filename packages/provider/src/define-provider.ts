import { CarnetError } from './errors/carnet-error.ts';
import { manifestProblems } from './manifest-problems.ts';
import type { Provider } from './v1/provider.ts';

/**
 * Makes a provider of its parts and checks its manifest at once, so that a rule is broken in the author's own tests
 * and not at an operator's start.
 *
 * @throws CarnetError `MANIFEST_INVALID`, naming every broken rule
 * @example
 * ```ts
 * import { defineProvider } from '@carnet/provider';
 * export const acme = defineProvider({
 *   manifest: { id: 'acme', title: 'Acme', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] },
 *   open: () => ({
 *     authenticate: async () => ({}),
 *     read: async () => ({ bytes: new Uint8Array(), version: '1' }),
 *   }),
 * });
 * ```
 */
export function defineProvider(parts: Omit<Provider, 'specificationVersion'>): Provider {
  const problems = manifestProblems(parts.manifest);
  if (problems.length > 0) {
    throw new CarnetError({ code: 'MANIFEST_INVALID', message: `The manifest of ${parts.manifest.id} is not valid: ${problems.join('; ')}.` });
  }
  return { specificationVersion: 'v1', ...parts };
}
