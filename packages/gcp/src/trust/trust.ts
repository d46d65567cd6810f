import type { TrustInput, TrustPlan } from '@carnet/provider';
import { audienceOfProvider } from '../identity-settings.ts';
import { gcloudDocument } from './gcloud-document.ts';
import { googleTrust } from './google-trust.ts';
import { portalDocument } from './portal-document.ts';
import { terraformDocument } from './terraform-document.ts';
import { trustNotes } from './trust-notes.ts';
import { trustResources } from './trust-resources.ts';

/** A pool, a provider that admits one subject, and the roles of its principal. */
export function trust(input: TrustInput): TrustPlan {
  const registered = googleTrust(input);
  const { projectId, location, serviceAccount } = registered;
  return {
    // The provider has no list of audiences: its own name is the only one that it takes.
    audience: audienceOfProvider(registered.resourceName),
    resources: trustResources(registered),
    documents: [gcloudDocument(registered), terraformDocument(registered), portalDocument(registered)],
    outputs: { providerResourceName: ['name'] },
    identity: { providerResourceName: '{providerResourceName}', ...(serviceAccount === undefined ? {} : { serviceAccountEmail: serviceAccount }) },
    store: { projectId, ...(location === undefined ? {} : { location }) },
    notes: trustNotes(registered, input),
  };
}
