import type { TrustResource } from '@carnet/provider';
import type { RequestedTrust } from './requested-trust.ts';

/** In the order of the set-up. Each names its vault, by which the tenant is found. */
export function trustResources(trust: RequestedTrust): readonly TrustResource[] {
  const { name, resourceGroup, target, grants, create, credentialName, issuer, subject, audience } = trust;
  const place = { vault: trust.vault, cloud: trust.cloud.name };
  const onlyFor = trust.shared ? {} : { onlyFor: { credential: credentialName, issuer, subject } };
  const owner = target === 'app-registration' ? { application: name } : { managedIdentity: name };
  return [
    ...(create === undefined ? [] : [{ type: 'azure.secret', ...place, name: create }]),
    target === 'app-registration'
      ? { type: 'azure.application', ...place, name, ...onlyFor }
      : { type: 'azure.managedIdentity', ...place, name, ...(resourceGroup !== undefined && { resourceGroup }), ...onlyFor },
    ...grants.map(({ role, secret }) => ({ type: 'azure.roleAssignment', ...place, ...owner, role: role.name, ...(secret !== undefined && { secret }) })),
    { type: 'azure.federatedCredential', ...place, ...owner, name: credentialName, issuer, subject, audience },
  ];
}
