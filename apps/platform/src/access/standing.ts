import type { Store } from '../store/store.ts';
import type { Standing } from './decide.ts';
import { holdingOfRole, narrowed, type Holding } from './holding.ts';
import type { Principal } from './principal.ts';

/**
 * Reads what {@link decide} needs: one query, and no cache, so that a role, a member or a token that was taken away is gone with the
 * next request. An organization that is unknown and one that the caller does not belong to cost the same query.
 */
export async function standingOf(store: Pick<Store, 'db'>, principal: Principal, organization: string): Promise<Standing> {
  if (organization === '' || principal.kind === 'worker' || principal.kind === 'join') return nowhere;
  // That the organization of a token is not deleted was seen when the token was read.
  if (principal.kind === 'deployment') return { ...nowhere, organization };
  const holding = await holdingIn(store, principal.kind === 'person' ? principal.userId : principal.createdBy, organization);
  if (principal.kind === 'api') return { organization, holding: holding && narrowed(holding, principal.scopes) };
  return holding ? { organization, holding } : nowhere;
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

/** What a principal holds in an organization, its scopes counted. Others than its members and their API tokens hold nothing. */
export async function holdingOf(store: Pick<Store, 'db'>, principal: Principal | undefined, organization: string): Promise<Holding> {
  const holding = principal && (principal.kind === 'person' || principal.organizationId === organization) ? (await standingOf(store, principal, organization)).holding : undefined;
  return holding ?? { owner: false, permissions: [] };
}

const nowhere: Standing = { organization: undefined, holding: undefined };
