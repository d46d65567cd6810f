import type { TrustResource } from '@carnet/provider';
import type { TrustOwner } from './apply-trust.ts';

/** What one type of resource means to its cloud. */
export interface ResourceKind {
  apply(resource: TrustResource): Readonly<Record<string, string>> | void;
  remove(resource: TrustResource): void;
}

export function ownerOfKinds(kinds: Readonly<Record<string, ResourceKind>>): TrustOwner {
  const kindOf = ({ type }: TrustResource): ResourceKind => (Object.hasOwn(kinds, type) ? kinds[type] : undefined) ?? refuse(`${type} is no resource of this cloud.`);
  return {
    apply: (resource) => kindOf(resource).apply(resource) ?? {},
    remove: (resource) => kindOf(resource).remove(resource),
  };
}

export function optionalText(resource: TrustResource, member: string): string | undefined {
  const value = resource[member];
  return typeof value === 'string' ? value : undefined;
}

export function text(resource: TrustResource, member: string): string {
  return optionalText(resource, member) ?? refuse(`The resource ${resource.type} has no text ${member}.`);
}

/** What the cloud's own command would say. */
export function refuse(message: string): never {
  throw new TypeError(message);
}
