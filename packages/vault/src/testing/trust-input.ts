import type { TrustInput } from '@carnet/provider';

/** One secret, read and no more. */
export const leastTrust: TrustInput = {
  issuer: 'https://id.example.test',
  subject: 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11',
  settings: { address: 'https://vault.example.test:8200' },
  secrets: ['database'],
  list: false,
  write: false,
};

/** Every choice there is. */
export const widestTrust: TrustInput = {
  ...leastTrust,
  settings: { ...leastTrust.settings, namespace: 'admin/team one', mount: 'jwt-orders', role: 'Orders', policy: 'orders-secrets', kvMount: 'kv', path: "team's/orders", field: 'pass word' },
  secrets: ['database', 'api "key"'],
  list: true,
  write: true,
  create: 'first',
};
