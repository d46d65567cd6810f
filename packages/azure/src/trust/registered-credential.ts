import { objectField, textField, type JsonObject } from '@carnet/provider-parts';

/** One federated credential, as both list commands of az print it. */
export interface RegisteredCredential {
  readonly name: string;
  readonly issuer: string | undefined;
  /** Absent for a flexible one, which has an expression in its place. */
  readonly subject: string | undefined;
  readonly audiences: readonly string[] | undefined;
  readonly expression: string | undefined;
  /** Where it is one of a managed identity: the two names in its resource id. */
  readonly identity: { readonly name: string; readonly resourceGroup: string } | undefined;
}

/** Entra's limit for an application and for a managed identity. */
export const mostCredentials = 20;

const resourceId = /\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/([^/]+)\/federatedIdentityCredentials\/[^/]+$/i;

function registeredCredential(entry: unknown): RegisteredCredential | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  const object = entry as JsonObject;
  const name = textField(object, 'name');
  const audiences: unknown = Object.hasOwn(object, 'audiences') ? object['audiences'] : undefined;
  const issuer = textField(object, 'issuer');
  if (name === undefined || (issuer === undefined && !Array.isArray(audiences))) return undefined;
  const [, resourceGroup, identity] = resourceId.exec(textField(object, 'id') ?? '') ?? [];
  return {
    name,
    issuer,
    subject: textField(object, 'subject'),
    audiences: Array.isArray(audiences) ? audiences.filter((audience) => typeof audience === 'string') : undefined,
    expression: textField(objectField(object, 'claimsMatchingExpression'), 'value'),
    identity: resourceGroup === undefined || identity === undefined ? undefined : { name: identity, resourceGroup },
  };
}

/** Those of a list, or of one element of it. */
export function registeredCredentials(document: unknown): readonly RegisteredCredential[] {
  return (Array.isArray(document) ? document : [document]).flatMap((entry) => registeredCredential(entry) ?? []);
}
