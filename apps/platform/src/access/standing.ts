import type { Store } from '../store/store.ts';
import type { Standing } from './decide.ts';
import { holdingOfRole, narrowed, type Holding } from './holding.ts';
import type { Principal } from './principal.ts';

/** The parameters of a parsed path. */
export type PathParameters = Readonly<Record<string, string | undefined>>;

/**
 * Reads what {@link decide} needs: one query, and no cache, so that a role, a member or a token that was taken away is gone with the
 * next request. An organization that is unknown and one that the caller does not belong to cost the same query.
 */
export async function standingOf({ db }: Pick<Store, 'db'>, principal: Principal, path: PathParameters): Promise<Standing> {
  const organization = path['organization'];
  if (organization === undefined || principal.kind === 'worker' || principal.kind === 'join') return nowhere;
  if (principal.kind === 'deployment') return await standingOfDeployment(db, principal.automationId, organization, path);
  const holding = await holdingIn({ db }, principal.kind === 'person' ? principal.userId : principal.createdBy, organization);
  if (!holding) return principal.kind === 'api' && principal.organizationId === organization ? { ...nowhere, organization } : nowhere;
  return { organization, holding: principal.kind === 'api' ? narrowed(holding, principal.scopes) : holding, ownAutomation: false };
}

/** What a user holds in an organization that is not deleted; undefined for who is no member. */
export async function holdingIn({ db }: Pick<Store, 'db'>, userId: string, organization: string): Promise<Holding | undefined> {
  const row = await db
    .selectFrom('organization')
    .innerJoin('member', 'member.organization_id', 'organization.id')
    .innerJoin('organization_role', (join) => join.onRef('organization_role.id', '=', 'member.role_id').onRef('organization_role.organization_id', '=', 'organization.id'))
    .select(['organization_role.kind', 'organization_role.permissions'])
    .where('organization.id', '=', organization)
    .where('organization.deleted_at', 'is', null)
    .where('member.user_id', '=', userId)
    .executeTakeFirst();
  return row && holdingOfRole(row);
}

/** What a principal holds in an organization, its scopes counted; undefined for who is no member. Others than persons and API tokens hold nothing. */
export async function holdingOf(store: Pick<Store, 'db'>, principal: Principal | undefined, organization: string): Promise<Holding | undefined> {
  if (principal?.kind !== 'person' && principal?.kind !== 'api') return undefined;
  return (await standingOf(store, principal, { organization })).holding;
}

async function standingOfDeployment(db: Store['db'], automation: string, organization: string, path: PathParameters): Promise<Standing> {
  const row = await db
    .selectFrom('organization')
    .leftJoin('kickoff', (join) => join.onRef('kickoff.organization_id', '=', 'organization.id').on('kickoff.id', '=', path['kickoff'] ?? ''))
    .select(['organization.id', 'kickoff.automation_id'])
    .where('organization.id', '=', organization)
    .where('organization.deleted_at', 'is', null)
    .executeTakeFirst();
  if (!row) return nowhere;
  // Each of the two that the path names must be its own; a path that names neither is nobody's.
  const named = [path['automation'], ...(path['kickoff'] === undefined ? [] : [row.automation_id])].filter((id) => id !== undefined);
  return { organization, holding: undefined, ownAutomation: named.length > 0 && named.every((id) => id === automation) };
}

const nowhere: Standing = { organization: undefined, holding: undefined, ownAutomation: false };
