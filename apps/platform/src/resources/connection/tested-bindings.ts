import { sql } from 'kysely';
import type { Store } from '../../store/store.ts';

/** By the id of each workload identity config of which a credential was tested: whether the last test passed. */
export async function testedBindings({ db }: Pick<Store, 'db'>): Promise<ReadonlyMap<string, boolean>> {
  const { rows } = await sql<{ config: string; status: string }>`
    select config, status from (
      select c.workload_identity_config_id as config, t.status, row_number() over (partition by c.workload_identity_config_id order by t.at desc, t.id desc) as place
      from connection_test t join credential c on c.organization_id = t.organization_id and c.id = t.credential_id
      where c.workload_identity_config_id is not null
    ) tested where place = 1`.execute(db);
  return new Map(rows.map(({ config, status }) => [config, status !== 'fail']));
}
