import type { Manifest, SettingsSchema } from '@carnet/provider';
import { clouds } from './clouds.ts';
import { trustDefinition } from './trust/trust-definition.ts';
import { vaultNameField } from './vault-name-field.ts';

const application: SettingsSchema['properties'] = {
  tenantId: {
    type: 'string',
    format: 'uuid',
    maxLength: 36,
    'x-carnet': { label: 'Tenant ID', help: 'Directory (tenant) ID of the app registration or managed identity.' },
  },
  clientId: {
    type: 'string',
    format: 'uuid',
    maxLength: 36,
    'x-carnet': { label: 'Client ID', help: 'Application (client) ID of the app registration, or client ID of the managed identity.' },
  },
};

// The last is the older name of China's.
const microsoftAuthorities = [...Object.values(clouds).map(({ authority }) => authority), 'https://login.chinacloudapi.cn'];

/** Azure Key Vault as data: the form, the flags and the docs page are made from it. */
export const manifest: Manifest = {
  id: 'azure',
  title: 'Azure Key Vault',
  identity: {
    kind: 'azure',
    schema: {
      type: 'object',
      properties: {
        ...application,
        cloud: { type: 'string', enum: Object.keys(clouds), default: 'public', 'x-carnet': { label: 'Cloud', help: 'Leave it at public unless the tenant is in a sovereign cloud.' } },
      },
      required: ['tenantId', 'clientId'],
    },
    audience: { byField: 'cloud', audiences: Object.fromEntries(Object.values(clouds).map(({ name, audience }) => [name, audience])) },
  },
  store: {
    schema: {
      type: 'object',
      properties: {
        vaultUrl: {
          type: 'string',
          maxLength: 128,
          pattern: String.raw`^https://[a-zA-Z0-9][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]\.(?:vault\.azure\.net|vault\.usgovcloudapi\.net|vault\.azure\.cn)/?$`,
          'x-carnet': { label: 'Vault URL', help: 'The vault URI that Azure shows, for example https://my-vault.vault.azure.net. Set this or the vault name.' },
        },
        vaultName: { ...vaultNameField, 'x-carnet': { label: 'Vault name', help: 'Instead of the vault URL.' } },
      },
    },
  },
  methods: [
    { id: 'workload-identity', title: 'Workload identity (no stored secret)' },
    {
      id: 'client-secret',
      title: 'Client secret',
      schema: {
        type: 'object',
        properties: { ...application, clientSecret: { type: 'string', minLength: 1, maxLength: 1024, 'x-carnet': { label: 'Client secret', help: 'The value that Azure showed once, under Certificates & secrets of the app registration; not its ID.', secret: true } } },
        required: ['tenantId', 'clientId', 'clientSecret'],
      },
    },
  ],
  refusedEnvironment: [
    // Where @azure/identity posts the assertion when no authority is given to it. AKS sets it in every pod, to Microsoft's own hosts.
    { name: 'AZURE_AUTHORITY_HOST', except: microsoftAuthorities.flatMap((authority) => [authority, `${authority}/`]) },
    // Both are put in front of the login host unchecked, so that `evil.example/` receives the assertion.
    'AZURE_REGIONAL_AUTHORITY_NAME',
    'MSAL_FORCE_REGION',
  ],
  trust: trustDefinition,
};
