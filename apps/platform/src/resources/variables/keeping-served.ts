import { PlatformError } from '../../errors/platform-error.ts';
import type { Store } from '../../store/store.ts';

interface Unserved {
  readonly id: string;
  readonly name: string;
}

const mostNamed = 20;

/**
 * Inside of a change of the organization: does a part of it, and refuses it where that leaves a variable with a workload identity config
 * which is not for all of its automations. What was so before is no hindrance.
 *
 * @throws PlatformError `RESOURCE_IN_USE`
 */
export async function keepingServed<T>(store: Store, organization: string, change: () => Promise<T>): Promise<T> {
  const before = new Set((await unserved(store, organization)).map(({ id }) => id));
  const result = await change();
  const left = (await unserved(store, organization)).filter(({ id }) => !before.has(id)).slice(0, mostNamed);
  if (left.length === 0) return result;
  throw new PlatformError({
    code: 'RESOURCE_IN_USE',
    message: `The workload identity config would not be for every automation of ${left.map(({ name }) => `variable '${name}'`).join(', ')}, so that it could not be read any more.`,
    hint: 'Take these automations off the variables first, or let the config be for them.',
    problems: left.map(({ id, name }) => ({ field: `variable.${id}`, message: name })),
  });
}

/** What reads through a config that is for chosen automations, and is for another one, or for all. */
async function unserved({ db }: Store, organization: string): Promise<readonly Unserved[]> {
  return await db.selectFrom('variable')
    .innerJoin('credential', (join) => join.onRef('credential.organization_id', '=', 'variable.organization_id').on((on) => on.or([
      on('credential.id', '=', on.ref('variable.credential_id')),
      on.and([on('variable.source', '=', 'default'), on('credential.is_default', '=', 1), on('credential.provider', '=', on.ref('variable.provider'))]),
    ])))
    .innerJoin('workload_identity_config as config', 'config.id', 'credential.workload_identity_config_id')
    .select(['variable.id', 'variable.name']).distinct()
    .where('variable.organization_id', '=', organization).where('config.organization_id', '=', organization).where('config.automations', '=', 'chosen')
    .where((row) => row.or([
      row('variable.automations', '=', 'all'),
      row.exists(row.selectFrom('variable_assignment as assigned').select('assigned.automation_id').whereRef('assigned.variable_id', '=', 'variable.id')
        .where((each) => each.not(each.exists(each.selectFrom('workload_identity_automation as chosen').select('chosen.automation_id').whereRef('chosen.config_id', '=', 'config.id').whereRef('chosen.automation_id', '=', 'assigned.automation_id'))))),
    ]))
    .orderBy('variable.name').orderBy('variable.id').execute();
}
