import type { TrustResource } from '@carnet/provider';

/** What one cloud does with the resources of a trust plan that are its own. */
export interface TrustOwner {
  /** Registers one, by the same rules as its owner's methods, and gives what it printed: outputs by name. */
  apply(resource: TrustResource): Readonly<Record<string, string>>;
  remove(resource: TrustResource): void;
}

export type TrustOwners = Readonly<Record<'azure' | 'aws' | 'gcp' | 'vault', TrustOwner>>;

/** Registers every resource in its order. Gives what the set-up printed, for the `{name}` of the plan's settings. */
export function applyTrust(owners: TrustOwners, resources: readonly TrustResource[]): Readonly<Record<string, string>> {
  return Object.assign({}, ...resources.map((resource) => ownerOf(owners, resource).apply(resource))) as Readonly<Record<string, string>>;
}

/** Removes what the plan registered, the last first. */
export function removeTrust(owners: TrustOwners, resources: readonly TrustResource[]): void {
  for (const resource of resources.toReversed()) ownerOf(owners, resource).remove(resource);
}

function ownerOf(owners: TrustOwners, { type }: TrustResource): TrustOwner {
  const [cloud = ''] = type.split('.', 1);
  if (!Object.hasOwn(owners, cloud)) throw new TypeError(`No local cloud knows the resource ${type}.`);
  return owners[cloud as keyof TrustOwners];
}
