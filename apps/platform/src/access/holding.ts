import { allows, permissions, type Permission } from './permission.ts';

/** What a member may do in an organization, as its role says now. */
export interface Holding {
  readonly owner: boolean;
  readonly permissions: readonly Permission[];
}

/** What a row of a role holds. An owner holds everything, whatever the row says; what is no permission (any more) counts for nothing. */
export function holdingOfRole(role: { readonly kind: string; readonly permissions: string }): Holding {
  if (role.kind === 'owner') return { owner: true, permissions };
  return { owner: false, permissions: permissionsOf(role.permissions) };
}

/** The permissions of a stored list. */
export function permissionsOf(json: string): readonly Permission[] {
  const stored: unknown = JSON.parse(json);
  return Array.isArray(stored) ? permissions.filter((permission) => stored.includes(permission)) : [];
}

/** What is left of a holding through the scopes of an API token: never more than its creator has now, and never an owner's place. */
export function narrowed(holding: Holding, scopes: readonly string[]): Holding {
  return { owner: false, permissions: permissions.filter((permission) => allows(holding.permissions, permission) && allows(scopes, permission)) };
}

/** Those that somebody who holds this may not give to others. */
export function beyond(holding: Holding, given: readonly Permission[]): readonly Permission[] {
  return holding.owner ? [] : given.filter((permission) => !allows(holding.permissions, permission));
}
