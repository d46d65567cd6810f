import type { Configuration } from '../kickoff-process/messages.ts';
import type { ProviderPackage } from './provider-catalog.ts';
import { defines } from '../provider-host/provider-conflicts.ts';

/** The packages that a configuration cannot do without, by name: no other one's code runs in its process. */
export function packagesInUse({ credentials, workloadIdentities }: Configuration, packages: readonly ProviderPackage[]): readonly string[] {
  const ids = new Set(Object.values(credentials).map(({ provider }) => provider));
  const used = packages.filter(({ manifest }) => ids.has(manifest.id));
  const kinds = new Set([...Object.values(workloadIdentities).map(({ kind }) => kind), ...used.flatMap(({ manifest: { identity } }) => (identity ? [identity.kind] : []))]);
  return packages.filter(({ manifest: { id, identity } }) => ids.has(id) || (defines(identity) && kinds.has(identity.kind))).map(({ name }) => name);
}
