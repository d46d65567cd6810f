import type { Rung } from '@carnet/trust';
import type { Actor } from '../../audit/audit.ts';
import { newId } from '../../store/new-id.ts';
import { changeOrganization } from '../records/organization-change.ts';
import { isoTime } from '../../http/iso-time.ts';
import type { ResourceParts } from '../resource-parts.ts';

export type TestStatus = 'pass' | 'warn' | 'fail';

const mostKept = 20;

export function statusOf(rungs: readonly Rung[]): TestStatus {
  if (rungs.length === 0 || rungs.some(({ status }) => status === 'fail')) return 'fail';
  return rungs.some(({ status }) => status === 'warn') ? 'warn' : 'pass';
}

export interface TestRecord {
  readonly organization: string;
  readonly actor: Actor;
  readonly credential: { readonly id: string; readonly name: string };
  /** The version that was tested: a result is not kept with another one. */
  readonly version: number;
  readonly rungs: readonly Rung[];
}

/** Whether it was kept: the credential may have been changed while it was tested, and the result then says nothing of what it is now. */
export async function keepTest({ store, audit, now, randomBytes }: Pick<ResourceParts, 'store' | 'audit' | 'now' | 'randomBytes'>, { organization, actor, credential, version, rungs }: TestRecord): Promise<boolean> {
  const { db } = store;
  const status = statusOf(rungs);
  return await changeOrganization(store, organization, async () => {
    const row = await db.selectFrom('credential').select('version').where('organization_id', '=', organization).where('id', '=', credential.id).executeTakeFirst();
    const kept = row?.version === version;
    if (kept) {
      await db.insertInto('connection_test').values({ id: newId(randomBytes), organization_id: organization, credential_id: credential.id, at: now(), rungs: JSON.stringify(rungs), status }).execute();
      const old = await db.selectFrom('connection_test').select('id').where('organization_id', '=', organization).where('credential_id', '=', credential.id).orderBy('at', 'desc').orderBy('id', 'desc').limit(100).offset(mostKept).execute();
      if (old.length > 0) await db.deleteFrom('connection_test').where('organization_id', '=', organization).where('id', 'in', old.map(({ id }) => id)).execute();
    }
    await audit.append({ scope: organization, actor, action: 'credential.tested', target: { kind: 'credential', ...credential }, details: { status, version, kept } });
    return kept;
  });
}

/** The last of them, the newest first. */
export async function keptTests({ store: { db } }: Pick<ResourceParts, 'store'>, organization: string, credential: string): Promise<readonly { readonly id: string; readonly at: string; readonly status: TestStatus; readonly rungs: readonly Rung[] }[]> {
  const rows = await db.selectFrom('connection_test').select(['id', 'at', 'status', 'rungs']).where('organization_id', '=', organization).where('credential_id', '=', credential).orderBy('at', 'desc').orderBy('id', 'desc').limit(mostKept).execute();
  return rows.map((row) => ({ id: row.id, at: isoTime(row.at), status: row.status, rungs: JSON.parse(row.rungs) as Rung[] }));
}
