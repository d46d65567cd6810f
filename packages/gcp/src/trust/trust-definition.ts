import type { TrustDefinition } from '@carnet/provider';
import { locationPattern, projectPattern, serviceAccountPattern } from '../identity-settings.ts';

/** Google's rule for the id of a pool and of its provider; that `gcp-` is Google's own is looked at elsewhere. */
const poolPattern = '^[a-z0-9][a-z0-9-]{3,31}$';

export const trustDefinition: TrustDefinition = {
  schema: {
    type: 'object',
    properties: {
      projectId: { type: 'string', maxLength: 30, pattern: projectPattern, 'x-carnet': { label: 'Project ID', help: 'ID of the project that holds the secrets, and will hold the pool.' } },
      projectNumber: { type: 'string', maxLength: 19, pattern: '^[0-9]{1,19}$', 'x-carnet': { label: 'Project number', help: 'Number of the same project: gcloud projects describe <project> --format=\'value(projectNumber)\'.' } },
      pool: { type: 'string', default: 'carnet', maxLength: 32, pattern: poolPattern, 'x-carnet': { label: 'Pool', help: 'Workload identity pool. All its providers share their principals: let no issuer in that you trust less.' } },
      poolProvider: { type: 'string', maxLength: 32, pattern: poolPattern, 'x-carnet': { label: 'Provider', help: 'Provider of the pool, for this one subject. Leave it empty for an id made from issuer and subject.' } },
      serviceAccountEmail: {
        type: 'string',
        maxLength: 190,
        pattern: serviceAccountPattern,
        'x-carnet': { label: 'Service account', help: 'Leave it empty to read as the federated principal itself; set it to act as this account, which must exist.' },
      },
      location: { type: 'string', maxLength: 42, pattern: locationPattern, 'x-carnet': { label: 'Location', help: 'For regional secrets alone: their region, for example europe-west3.' } },
    },
    required: ['projectId', 'projectNumber'],
  },
  formats: [
    { id: 'gcloud', title: 'gcloud' },
    { id: 'terraform', title: 'Terraform' },
    { id: 'portal', title: 'Google Cloud console' },
  ],
};
