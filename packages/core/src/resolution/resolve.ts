import { foreignError } from '../calls/foreign-error.ts';
import type { Operation } from '../calls/operation.ts';
import { abortError } from '../calls/with-deadline.ts';
import type { Variable, WorkloadIdentity } from '../composition/composition.ts';
import type { Host } from '../connection/host.ts';
import type { Fingerprint } from '../fingerprint/fingerprint.ts';
import { authenticateGroup, groupsOf } from './authenticate-groups.ts';
import type { CredentialDraft } from './draft-reads.ts';
import { FailureList } from './failure-list.ts';
import { readMany } from './read-many.ts';
import type { Exchange, Resolution, ResolvedVariable } from './resolution.ts';
import { directVariable, storedVariable, type Found } from './variable-value.ts';

export interface ResolveInput {
  /** In the order of definition. */
  readonly variables: readonly Variable[];
  readonly drafts: readonly CredentialDraft[];
  readonly fingerprint: Fingerprint;
  /** All names that the configuration uses with a credential. */
  readonly knownNames: (credential: string) => readonly string[];
}

/** All or nothing: what was found is given out only when nothing failed. */
export async function resolveVariables(host: Host, operation: Operation, input: ResolveInput): Promise<Resolution> {
  const failures = new FailureList(input.knownNames);
  const found = new Map<string, Found>();
  const exchanges: Exchange[] = [];
  const counts = new Map<WorkloadIdentity, number>();

  const readDraft = async (draft: CredentialDraft): Promise<void> => {
    const identity = draft.open.credential.workloadIdentity;
    const outcomes = await readMany(host, operation, draft.open, draft.reads.map(({ reference }) => reference));
    let count = 0;
    for (const [index, read] of draft.reads.entries()) {
      const outcome = outcomes[index];
      if (outcome?.ok) {
        for (const { name } of read.variables) found.set(name, outcome);
        count += 1;
      } else if (outcome) {
        failures.addRead(draft, read, outcome.error);
      }
    }
    if (identity) counts.set(identity, (counts.get(identity) ?? 0) + count);
  };

  const startedAt = host.clock.now();
  for (const draft of input.drafts) {
    if (draft.fault) failures.addCredentials([draft], draft.fault, 'read');
    else if (draft.open.credential.workloadIdentity) counts.set(draft.open.credential.workloadIdentity, 0);
    for (const refused of draft.refused) failures.addRead(draft, refused, refused.error);
  }
  await Promise.all(groupsOf(input.drafts.filter(({ fault }) => !fault)).map(async (group) => {
    const handshake = await authenticateGroup(host, operation, group);
    exchanges.push(...handshake.exchanges);
    for (const { drafts, error } of handshake.failures) failures.addCredentials(drafts, error, 'authenticate');
    await Promise.all(handshake.ready.map(readDraft));
  }));
  // A caller who has left gets ABORTED, and no list of the calls that this ended.
  const { signal } = operation;
  if (signal.aborted && abortError(signal).code === 'ABORTED') throw abortError(signal);

  const variables: ResolvedVariable[] = [];
  for (const variable of input.variables) {
    try {
      variables.push(variable.source === 'direct' ? directVariable(variable, input.fingerprint) : storedVariable(variable, found.get(variable.name), input.fingerprint));
    } catch (error) {
      if (variable.source === 'direct') throw error;
      failures.addValue(variable, foreignError(error, { provider: variable.credential.provider.manifest.id, step: 'decode' }));
    }
  }
  host.observe({ name: 'carnet.resolve', durationMs: Math.max(0, host.clock.now() - startedAt), attributes: { variables: input.variables.length, failures: failures.length } });
  failures.throwIfAny(input.variables, exchanges);

  for (const [{ name, kind }, count] of counts) host.log(`Workload identity config '${name}' (${kind}): ${count} secret(s) resolved`);
  return { variables: Object.freeze(variables), exchanges, secret: (name) => variables.find((each) => each.name === name)?.secret };
}
