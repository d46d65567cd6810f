import type { TrustInput } from '@carnet/provider';

/** One secret, read and no more. */
export const leastTrust: TrustInput = {
  issuer: 'https://id.example.test',
  subject: 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11',
  settings: { projectId: 'orders-project', projectNumber: '123456789012', pool: 'carnet' },
  secrets: ['database'],
  list: false,
  write: false,
};

/** Every choice there is. */
export const widestTrust: TrustInput = {
  ...leastTrust,
  settings: { ...leastTrust.settings, poolProvider: 'orders', serviceAccountEmail: 'reader@orders-project.iam.gserviceaccount.com', location: 'europe-west3' },
  secrets: ['database', '-api-key'],
  list: true,
  write: true,
  create: 'first',
};
