import type { Handler } from '../handler.ts';
import { authHandler, listAuthHandler, listMountsHandler, mountHandler, mountOfPathHandler } from './mount-operations.ts';
import { listPoliciesHandler, policyHandler } from './policy-operations.ts';

const exact: Readonly<Record<string, () => Handler>> = {
  auth: listAuthHandler,
  mounts: listMountsHandler,
  'policies/acl/': listPoliciesHandler,
};
const below: readonly (readonly [prefix: string, handler: (rest: string) => Handler])[] = [
  ['auth/', authHandler],
  ['mounts/', mountHandler],
  ['policies/acl/', policyHandler],
  ['internal/ui/mounts/', mountOfPathHandler],
];

/** What stands below `sys/` in every namespace, as far as it is imitated. */
export function systemHandler(path: string): Handler | undefined {
  if (Object.hasOwn(exact, path)) return exact[path]?.();
  const [prefix = '', handler] = below.find(([each]) => path.startsWith(each)) ?? [];
  const rest = path.slice(prefix.length).replace(/\/$/, '');
  return rest === '' ? undefined : handler?.(rest);
}
