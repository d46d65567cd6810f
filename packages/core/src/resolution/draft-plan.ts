import { CarnetError } from '@carnet/provider';
import type { Variable } from '../composition/composition.ts';
import type { CredentialDraft } from './draft-reads.ts';
import type { Plan, PlannedVariable } from './plan.ts';
import { plannedCredential, plannedIdentities } from './planned-access.ts';

export function draftPlan(variables: readonly Variable[], drafts: readonly CredentialDraft[]): Plan {
  const fault = drafts.find((draft) => draft.fault)?.fault ?? refusedNames(drafts);
  if (fault) throw fault;
  return {
    variables: variables.map(plannedVariable),
    credentials: drafts.map(plannedCredential),
    workloadIdentities: plannedIdentities(drafts),
    reads: drafts.flatMap(({ open, reads }) => reads.map(({ reference, variables: served }) => ({
      credential: open.credential.name,
      ...reference,
      variables: served.map(({ name }) => name),
    }))),
  };
}

/** Every name that no store can hold, told at once. */
function refusedNames(drafts: readonly CredentialDraft[]): CarnetError | undefined {
  const refused = drafts.flatMap((draft) => draft.refused);
  const [first] = refused;
  if (first === undefined) return undefined;
  const sentences = refused.map(({ variables, error }) => `${variables.map(({ name }) => name).join(', ')}: ${error.message}`);
  return new CarnetError({ code: 'REFERENCE_INVALID', message: sentences.join(' '), hint: first.error.hint, provider: first.error.provider, step: 'configure' });
}

function plannedVariable(variable: Variable): PlannedVariable {
  const { name, allow } = variable;
  if (variable.source === 'direct') return { name, source: 'direct', optional: false, as: 'environment', encoding: 'utf8', allow };
  const { credential, reference, optional, as, encoding } = variable;
  return {
    name,
    source: 'secret',
    credential: credential.name,
    provider: credential.provider.manifest.id,
    ...(credential.workloadIdentity ? { workloadIdentity: credential.workloadIdentity.name } : {}),
    reference,
    optional,
    as,
    ...(encoding === undefined ? {} : { encoding }),
    allow,
  };
}
