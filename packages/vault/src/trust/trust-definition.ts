import type { TrustDefinition } from '@carnet/provider';
import { addressField, authMountField, entryField, kvMountField, namespaceField, pathField, roleField } from '../setting-fields.ts';

export const trustDefinition: TrustDefinition = {
  schema: {
    type: 'object',
    properties: {
      address: addressField,
      namespace: namespaceField,
      mount: authMountField,
      role: { ...roleField, default: 'carnet' },
      policy: { ...roleField, 'x-carnet': { label: 'Policy', help: 'Policy to write for the role. Leave it empty for <mount>-<role>.', group: 'JWT auth' } },
      kvMount: kvMountField,
      path: pathField,
      field: entryField,
    },
    required: ['address'],
  },
  formats: [
    { id: 'vault', title: 'vault or bao' },
    { id: 'terraform', title: 'Terraform' },
    { id: 'portal', title: 'Vault\'s web interface' },
  ],
};
