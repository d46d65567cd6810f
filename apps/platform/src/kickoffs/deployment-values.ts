import type { SealedPlace } from '../sealing/sealer.ts';
import type { Store } from '../store/store.ts';
import { unheld } from '../store/unheld.ts';

/** Where the value of a deployment's variable is sealed. */
export function valuePlace(organization: string, deployment: string, name: string): SealedPlace {
  return { table: 'deployment_value', organization, row: `${deployment} ${name}`, column: 'value' };
}

const unfinished = ['queued', 'claimed', 'running'] as const;

/**
 * C2: destroys the values of deployments that no kickoff runs any more: superseded ones, those of archived automations and of deleted
 * organizations; of one automation, or of all. It looks at values that there are, not at every deployment there ever was. What others hold is
 * left for the next time. Gives back how many.
 */
export async function destroyIdleValues(store: Pick<Store, 'db' | 'kind'>, automation?: string): Promise<number> {
  const { db } = store;
  const values = db.selectFrom('deployment_value').select(['deployment_id', 'name']).where(({ not, exists, selectFrom }) => {
    const idle = selectFrom('deployment').innerJoin('automation', 'automation.id', 'deployment.automation_id').innerJoin('organization', 'organization.id', 'deployment.organization_id').select('deployment.id')
      .whereRef('deployment.id', '=', 'deployment_value.deployment_id')
      .where((either) => either.or([either('deployment.status', '=', 'superseded'), either('automation.archived_at', 'is not', null), either('organization.deleted_at', 'is not', null)]))
      .where(not(exists(selectFrom('kickoff').select('kickoff.id').whereRef('kickoff.organization_id', '=', 'deployment_value.organization_id').whereRef('kickoff.deployment_id', '=', 'deployment_value.deployment_id').where('kickoff.status', 'in', unfinished))));
    return exists(automation === undefined ? idle : idle.where('deployment.automation_id', '=', automation));
  });
  const { numDeletedRows } = await db.deleteFrom('deployment_value').where(({ eb, refTuple }) => eb(refTuple('deployment_id', 'name'), 'in', unheld(store, values).$asTuple('deployment_id', 'name'))).executeTakeFirst();
  return Number(numDeletedRows);
}

/** What a deleted organization had sealed: nobody can open it any more, and no dump is to hold it. Its tombstone and its audit log stay. */
export async function destroyDeletedSecrets(store: Pick<Store, 'db' | 'kind'>): Promise<void> {
  const { db } = store;
  const deleted = db.selectFrom('organization').select('id').where('deleted_at', 'is not', null);
  const credentials = db.selectFrom('credential').select('id').where('organization_id', 'in', deleted).where('secrets', 'is not', null);
  await db.updateTable('credential').set({ secrets: null, secret_names: '[]' }).where('id', 'in', unheld(store, credentials)).execute();
  const variables = db.selectFrom('variable').select('id').where('organization_id', 'in', deleted).where('value', 'is not', null);
  await db.updateTable('variable').set({ value: null }).where('id', 'in', unheld(store, variables)).execute();
}
