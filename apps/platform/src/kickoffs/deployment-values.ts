import type { SealedPlace } from '../sealing/sealer.ts';
import type { Store } from '../store/store.ts';

/** Where the value of a deployment's variable is sealed. */
export function valuePlace(organization: string, deployment: string, name: string): SealedPlace {
  return { table: 'deployment_value', organization, row: `${deployment} ${name}`, column: 'value' };
}

const unfinished = ['queued', 'claimed', 'running'] as const;

/**
 * C2: destroys the values of deployments that no kickoff runs any more: superseded ones, those of archived automations and of deleted
 * organizations; of one automation, or of all. It looks at values that there are, not at every deployment there ever was. Gives back how many.
 */
export async function destroyIdleValues({ db }: Pick<Store, 'db'>, automation?: string): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('deployment_value').where(({ not, exists, selectFrom }) => {
    const idle = selectFrom('deployment').innerJoin('automation', 'automation.id', 'deployment.automation_id').innerJoin('organization', 'organization.id', 'deployment.organization_id').select('deployment.id')
      .whereRef('deployment.id', '=', 'deployment_value.deployment_id')
      .where((either) => either.or([either('deployment.status', '=', 'superseded'), either('automation.archived_at', 'is not', null), either('organization.deleted_at', 'is not', null)]))
      .where(not(exists(selectFrom('kickoff').select('kickoff.id').whereRef('kickoff.organization_id', '=', 'deployment_value.organization_id').whereRef('kickoff.deployment_id', '=', 'deployment_value.deployment_id').where('kickoff.status', 'in', unfinished))));
    return exists(automation === undefined ? idle : idle.where('deployment.automation_id', '=', automation));
  }).executeTakeFirst();
  return Number(numDeletedRows);
}

/** What a deleted organization had sealed: nobody can open it any more, and no dump is to hold it. Its tombstone and its audit log stay. */
export async function destroyDeletedSecrets({ db }: Pick<Store, 'db'>): Promise<void> {
  const deleted = db.selectFrom('organization').select('id').where('deleted_at', 'is not', null);
  await db.updateTable('credential').set({ secrets: null, secret_names: '[]' }).where('organization_id', 'in', deleted).where('secrets', 'is not', null).execute();
  await db.updateTable('variable').set({ value: null }).where('organization_id', 'in', deleted).where('value', 'is not', null).execute();
}
