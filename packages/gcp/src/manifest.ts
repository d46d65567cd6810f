import type { Manifest } from '@carnet/provider';
import { locationPattern, privateKeyIdPattern, projectPattern, providerResourcePattern, serviceAccountPattern } from './identity-settings.ts';
import { trustDefinition } from './trust/trust-definition.ts';

/** Google Cloud Secret Manager as data: the form, the flags and the docs page are made from it. */
export const manifest: Manifest = {
  id: 'gcp',
  title: 'Google Cloud Secret Manager',
  identity: {
    kind: 'gcp',
    schema: {
      type: 'object',
      properties: {
        providerResourceName: {
          type: 'string',
          maxLength: 180,
          pattern: providerResourcePattern,
          'x-carnet': { label: 'Provider', help: 'Full name of the pool\'s provider: projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>.' },
        },
        serviceAccountEmail: {
          type: 'string',
          maxLength: 190,
          pattern: serviceAccountPattern,
          'x-carnet': { label: 'Service account', help: 'Leave it empty to read as the federated principal itself; set it to act as this service account, ending in .gserviceaccount.com.' },
        },
      },
      required: ['providerResourceName'],
    },
    audience: '//iam.googleapis.com/{providerResourceName}',
  },
  store: {
    schema: {
      type: 'object',
      properties: {
        projectId: { type: 'string', maxLength: 30, pattern: projectPattern, 'x-carnet': { label: 'Project ID', help: 'ID of the project that holds the secrets, not its name or its number.' } },
        location: { type: 'string', maxLength: 42, pattern: locationPattern, 'x-carnet': { label: 'Location', help: 'For regional secrets alone: their region, for example europe-west3.' } },
      },
      required: ['projectId'],
    },
  },
  methods: [
    { id: 'workload-identity', title: 'Workload identity (no stored secret)' },
    {
      id: 'service-account-key',
      title: 'Service account key',
      schema: {
        type: 'object',
        properties: {
          clientEmail: { type: 'string', maxLength: 190, pattern: serviceAccountPattern, 'x-carnet': { label: 'Client e-mail', help: 'client_email of the key file, ending in .gserviceaccount.com.' } },
          privateKeyId: { type: 'string', maxLength: 64, pattern: privateKeyIdPattern, 'x-carnet': { label: 'Private key ID', help: 'private_key_id of the key file.' } },
          privateKey: { type: 'string', minLength: 1, maxLength: 16_384, 'x-carnet': { label: 'Private key', help: 'private_key of the key file, from -----BEGIN PRIVATE KEY----- to the end.', secret: true } },
        },
        required: ['clientEmail', 'privateKeyId', 'privateKey'],
      },
    },
  ],
  refusedEnvironment: [
    // Moves every Google client that is not told its universe, the bare SDK beside ours among them, to another domain.
    { name: 'GOOGLE_CLOUD_UNIVERSE_DOMAIN', except: ['googleapis.com'] },
    // Prints each payload that is read and each token of an impersonation.
    'GOOGLE_SDK_NODE_LOGGING',
  ],
  trust: trustDefinition,
};
