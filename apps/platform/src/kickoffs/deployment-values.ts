import type { SealedPlace } from '../sealing/sealer.ts';
import type { Store } from '../store/store.ts';

/** Where the value of a deployment's variable is sealed. */
export function valuePlace(organization: string, deployment: string, name: string): SealedPlace {
  return { table: 'deployment_value', organization, row: `${deployment} ${name}`, column: 'value' };
}

export const unfinished = ['queued', 'claimed', 'running'] as const;

/** C2: destroys the values of deployments that are superseded and run no kickoff any more; of one automation, or of all. Gives back how many. */
export async function destroyIdleValues({ db }: Pick<Store, 'db'>, automation?: string): Promise<number> {
  const superseded = db.selectFrom('deployment').select('deployment.id').where('deployment.status', '=', 'superseded')
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('kickoff').select('kickoff.id').whereRef('kickoff.deployment_id', '=', 'deployment.id').where('kickoff.status', 'in', unfinished))));
  const idle = automation === undefined ? superseded : superseded.where('deployment.automation_id', '=', automation);
  const { numDeletedRows } = await db.deleteFrom('deployment_value').where('deployment_id', 'in', idle).executeTakeFirst();
  return Number(numDeletedRows);
}
