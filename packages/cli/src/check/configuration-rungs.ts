import type { Plan } from '@carnet/core';
import { printReference } from '@carnet/provider';
import { checkNames } from '../check-names.ts';
import type { CarnetConfig } from '../define-config.ts';
import { isCarnetError } from '../thrown-value.ts';
import type { ShownRung } from './shown-rung.ts';

/** What the command sees before it asks any cloud. That the configuration loads, and that no refused variable is set, is why we are here. */
export function configurationRungs(config: CarnetConfig, plan: () => Plan): { readonly rungs: readonly ShownRung[]; readonly plan: Plan | undefined } {
  const loaded = step('configuration', 'configuration', 'pass', `${config.providers.length} provider(s), ${Object.keys(config.workloadIdentities ?? {}).length} workload identity config(s), ${Object.keys(config.credentials).length} credential(s).`);
  const environment = step('environment', 'environment', 'pass', 'No variable is set that could send tokens elsewhere or print them.');
  try {
    const planned = plan();
    checkNames(planned);
    return { rungs: [loaded, environment, step('variables', 'variables', 'pass', `${planned.variables.length} variable(s), ${planned.reads.length} secret(s).`), rotation(planned)], plan: planned };
  } catch (error) {
    if (!isCarnetError(error)) throw error;
    const { code, message, docsUrl, hint } = error;
    const failed = { ...step('variables', 'variables', 'fail', message), error: { code, message, docsUrl }, diagnosis: { cause: message, cure: hint, severity: 'error' as const } };
    return { rungs: [loaded, environment, failed], plan: undefined };
  }
}

/** Values that a rotation in the store will not change. A static credential is none of them: its secrets are read anew by each run, too. */
function rotation({ variables }: Plan): ShownRung {
  const written = variables.filter(({ source }) => source === 'direct').map(({ name }) => name);
  const pinned = variables.flatMap(({ name, reference }) => (reference?.version === undefined ? [] : [`${name} (${printReference(reference)})`]));
  if (written.length + pinned.length === 0) return step('rotation', 'rotation', 'pass', 'Every variable is read anew by each run.');
  const cause = [
    ...(written.length === 0 ? [] : [`Written into the configuration, so that it keeps its old value when the secret rotates: ${written.join(', ')}.`]),
    ...(pinned.length === 0 ? [] : [`Pinned to a version, so that a newer one is never read: ${pinned.join(', ')}.`]),
  ].join(' ');
  const cure = 'Put a value that is a secret into a store and refer to it without a version, through a workload identity; leave what is no secret as it is.';
  return { ...step('rotation', 'rotation', 'warn', cause), diagnosis: { cause, cure, severity: 'warning' } };
}

function step(id: string, title: string, status: ShownRung['status'], message: string): ShownRung {
  return { id, title, status, durationMs: 0, message };
}
