import type { TrustDocument, TrustInput, TrustPlan } from '@carnet/provider';
import { clouds } from '../clouds.ts';
import { setUpInAz } from './az-set-up.ts';
import { tearDownInAz } from './az-tear-down.ts';
import { setUpInBicep } from './bicep-document.ts';
import { setUpInPortal, tearDownInPortal } from './portal-steps.ts';
import { requestedTrust, type RequestedTrust } from './requested-trust.ts';
import { setUpInTerraform, tearDownInTerraform } from './terraform-documents.ts';
import { trustNotes } from './trust-notes.ts';
import { trustResources } from './trust-resources.ts';

/**
 * An application or managed identity that trusts one subject token, with the least roles at one vault.
 *
 * @throws CarnetError `SETTINGS_INVALID`, and `REFERENCE_INVALID` for the name of a secret
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export function trust(input: TrustInput): TrustPlan {
  const requested = requestedTrust(input);
  const { audience, vault, cloud } = requested;
  return {
    audience,
    resources: trustResources(requested),
    documents: documents(requested),
    outputs: { tenantId: ['tenant', 'tenant_id', 'appOwnerOrganizationId'], clientId: ['appId', 'client_id'] },
    identity: { tenantId: '{tenantId}', clientId: '{clientId}', ...(cloud !== clouds.public && { cloud: cloud.name }) },
    store: { vaultName: vault },
    notes: trustNotes(input, requested),
  };
}

function documents(requested: RequestedTrust): readonly TrustDocument[] {
  const { target, resourceGroup } = requested;
  const tearDown = tearDownInAz(requested);
  return [
    { format: 'az', language: 'shell', setUp: setUpInAz(requested), tearDown },
    { format: 'terraform', language: 'hcl', setUp: setUpInTerraform(requested), tearDown: tearDownInTerraform() },
    ...(target === 'managed-identity' && resourceGroup === undefined ? [{ format: 'bicep', language: 'bicep', setUp: setUpInBicep(requested), tearDown } as const] : []),
    { format: 'portal', language: 'steps', setUp: setUpInPortal(requested), tearDown: tearDownInPortal(requested) },
  ];
}
