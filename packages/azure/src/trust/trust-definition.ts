import type { TrustDefinition } from '@carnet/provider';
import { clouds } from '../clouds.ts';
import { vaultNameField } from '../vault-name-field.ts';

// Entra's rule for a federated credential and, shorter by 8, that of a managed identity. Nothing in it needs a quote.
const plainName = { type: 'string', maxLength: 120, pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$' } as const;

export const trustDefinition: TrustDefinition = {
  schema: {
    type: 'object',
    properties: {
      vault: { ...vaultNameField, 'x-carnet': { label: 'Vault name', help: 'The key vault that holds the secrets: 3 to 24 letters, digits and hyphens.' } },
      target: {
        type: 'string',
        enum: ['app-registration', 'managed-identity'],
        default: 'app-registration',
        'x-carnet': { label: 'Who is trusted', help: 'An app registration lives in Entra, a user-assigned managed identity in a resource group. Both read the same.' },
      },
      name: { ...plainName, default: 'carnet', 'x-carnet': { label: 'Name', help: 'Name of the app registration or managed identity; one that was made for this subject is used again. 3 to 120 letters, digits, - and _.' } },
      shared: { type: 'boolean', default: false, 'x-carnet': { label: 'Shared', help: 'Uses one of this name that others own or that trusts others, too: all of them get the same roles.' } },
      resourceGroup: {
        type: 'string',
        maxLength: 90,
        pattern: '^[A-Za-z0-9_.()-]{0,89}[A-Za-z0-9_()-]$',
        'x-carnet': { label: 'Resource group', help: 'Of the managed identity. That of the vault where left out.', showWhen: { field: 'target', equals: 'managed-identity' } },
      },
      federatedCredentialName: { ...plainName, 'x-carnet': { label: 'Name of the federated credential', help: 'Made from the subject where left out. 3 to 120 letters, digits, - and _.' } },
      cloud: { type: 'string', enum: Object.keys(clouds), default: 'public', 'x-carnet': { label: 'Cloud', help: 'Leave it at public unless the tenant is in a sovereign cloud.' } },
    },
    required: ['vault'],
  },
  formats: [
    { id: 'az', title: 'Azure CLI' },
    { id: 'terraform', title: 'Terraform' },
    { id: 'bicep', title: 'Bicep (managed identity)' },
    { id: 'portal', title: 'Azure portal' },
  ],
};
