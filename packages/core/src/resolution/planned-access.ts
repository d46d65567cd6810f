import type { WorkloadIdentity } from '../composition/composition.ts';
import type { CredentialDraft } from './draft-reads.ts';
import type { PlannedCredential, PlannedIdentity } from './plan.ts';
import { batchSizeOf } from './read-many.ts';

/** How the selected variables get at their stores. Opens stores, which is pure; sends nothing. */
export function plannedCredential({ open, variables, reads }: CredentialDraft): PlannedCredential {
  const { name, provider, connection, workloadIdentity, writable } = open.credential;
  const batchSize = batchSizeOf(open.store());
  return {
    name,
    provider: provider.manifest.id,
    method: connection.method,
    ...(workloadIdentity ? { workloadIdentity: workloadIdentity.name } : {}),
    store: connection.store,
    writable,
    variables: variables.map((variable) => variable.name),
    batchSize,
    requests: Math.ceil(reads.length / batchSize),
  };
}

/** Each workload identity config once, however many credentials share it. */
export function plannedIdentities(drafts: readonly CredentialDraft[]): readonly PlannedIdentity[] {
  const used = drafts.map(({ open }) => open.credential.workloadIdentity).filter((identity): identity is WorkloadIdentity => identity !== undefined);
  return [...new Set(used)].map(({ name, kind, audience, settings }) => ({ name, kind, audience, settings }));
}
