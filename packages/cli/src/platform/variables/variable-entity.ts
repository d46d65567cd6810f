import type { Schema } from '../connection/api-types.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import type { PlatformApi } from '../connection/platform-api.ts';
import { findByName, isId } from '../connection/find-by-name.ts';

export const variablesPath = '/v1/organizations/{organization}/variables';

export type Variable = Schema<'Variable'>;

/** Those of this name: one for all automations, and one for each set of chosen ones. */
export async function variablesNamed(api: PlatformApi, name: string): Promise<readonly Variable[]> {
  // Lists are searched without regard to case; a name of the environment has one.
  return (await api.all(variablesPath, { query: { name } })).filter((variable) => variable.name === name);
}

/** @throws PlatformProblem where there is none, or more than one */
export async function oneVariable(api: PlatformApi, nameOrId: string, automation: string | undefined): Promise<Variable> {
  if (isId(nameOrId)) return await findByName(api, 'variable', nameOrId);
  const found = (await variablesNamed(api, nameOrId)).filter(({ automations }) => automation === undefined || (automations !== 'all' && automations.includes(automation)));
  const [only, ...others] = found;
  if (only === undefined) return await findByName(api, 'variable', nameOrId);
  if (others.length > 0) throw new PlatformProblem({ code: 'INPUT_INVALID', message: `There are ${found.length} variables of this name.`, hint: 'Say which with --automation, or give its id: carnet env ls.' });
  return only;
}
