import { audienceOf, claimsOf, validateSettings, type IdentityDefinition } from '@carnet/provider';
import type { WorkloadIdentity } from './composition.ts';
import { suggestion } from './near-name.ts';
import { entriesOf, isRecord } from './plain-record.ts';
import type { ProblemList } from './problem-list.ts';

export function checkWorkloadIdentities(input: unknown, kinds: ReadonlyMap<string, IdentityDefinition>, problems: ProblemList): ReadonlyMap<string, WorkloadIdentity> {
  const identities = new Map<string, WorkloadIdentity>();
  for (const [name, definition] of entriesOf(input, 'workloadIdentities', problems)) {
    const place = `Workload identity config '${name}'`;
    if (!isRecord(definition) || !Object.hasOwn(definition, 'kind') || typeof definition['kind'] !== 'string') {
      problems.add('CONFIG_INVALID', `${place} must be an object with a kind.`);
      continue;
    }
    const kind = definition['kind'];
    const rule = kinds.get(kind);
    if (!rule) {
      problems.add('PROVIDER_NOT_FOUND', `${place} is of the kind '${kind.slice(0, 64)}', which no provider here defines.${suggestion(kind, [...kinds.keys()])}`);
      continue;
    }
    const result = validateSettings(rule.schema, Object.fromEntries(Object.entries(definition).filter(([field]) => field !== 'kind')));
    if (!result.ok) {
      problems.addSettings(place, result.problems);
      continue;
    }
    // Shared by every provider of this kind: none may change it for the others.
    const settings = Object.freeze(result.settings);
    const audience = problems.attempt(place, () => audienceOf(rule, settings));
    if (audience === undefined) continue;
    identities.set(name, { name, kind, settings, audience, claims: claimsOf(rule, settings) });
  }
  return identities;
}
